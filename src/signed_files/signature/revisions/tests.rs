use super::*;

const ISSUED: &str = "%PDF-1.7\n4 0 obj\n(issued)\nendobj\n";

/// What is appended: objects, and a table with these entries for them.
fn with(objects: &str, entries: &str) -> String {
    let start = ISSUED.len() + objects.len();
    format!("{ISSUED}{objects}xref\n{entries}trailer\n<</Size 9>>\nstartxref\n{start}\n%%EOF\n")
}

fn is_read(file: &str) -> bool {
    Added::of(file.as_bytes(), ISSUED.len()).is_ok()
}

#[test]
fn a_table_names_what_was_added_and_nothing_else() {
    let (one, two) = (ISSUED.len(), ISSUED.len() + 25);
    let objects = "8 0 obj\n(first) \nendobj\n\n4 0 obj\n(other)\nendobj\n";
    let entry = |number: usize, at: usize| format!("{number} 1\n{at:010} 00000 n \n");
    let (first, second) = (entry(8, one), entry(4, two));
    let head = "0 1\n0000000000 65535 f \n";
    for (kept, entries) in [
        (true, format!("{head}{first}{second}")),
        (true, format!("{second}{first}")),
        (true, format!("{second}{first}").replace(" \n", "\r\n")),
        // An object that no table names, or under another number, place or generation.
        (false, first.clone()),
        (false, format!("{}{second}", entry(7, one))),
        (false, format!("{}{second}", entry(8, one + 1))),
        (
            false,
            format!("{first}{}", second.replace(" 00000 n", " 00001 n")),
        ),
        (false, format!("{first}{second}{second}")),
        (false, format!("{first}{second}{}", entry(7, 9))),
        // What is freed, and what is no entry.
        (false, format!("{first}{second}5 1\n0000000000 00001 f \n")),
        (false, format!("{first}{second}5 1\n0000000000 65535 f \n")),
        (false, format!("{first}{second}").replace(" \n", "\n")),
    ] {
        assert_eq!(is_read(&with(objects, &entries)), kept, "{entries}");
    }
}

#[test]
fn what_only_some_readers_would_find_is_refused() {
    let at = ISSUED.len();
    let entry = format!("4 1\n{at:010} 00000 n \n");
    let altered = "4 0 obj\n(altered)\nendobj\n";
    let kept = with(altered, &entry);
    assert!(is_read(&kept));
    for (objects, entries) in [
        // The issued object again, for those that look for objects.
        (
            format!("{altered}4 0 obj\n(issued)\nendobj\n"),
            entry.clone(),
        ),
        (
            format!("{altered}4 0 obj\n(issued)\nendobj\n"),
            entry.replace(" \n", "\n"),
        ),
        (
            altered.replace("(altered)", "<</Type/ObjStm>>"),
            entry.clone(),
        ),
        (
            altered.replace("(altered)", "<</Type /X#52ef>>"),
            entry.clone(),
        ),
        (
            altered.replace("(altered)", "(altered) (twice)"),
            entry.clone(),
        ),
        (
            altered.replace("(altered)", &"[".repeat(1_000_000)),
            entry.clone(),
        ),
    ] {
        assert!(!is_read(&with(&objects, &entries)), "{entries}");
    }
    for (what, with) in [
        ("/Size 9", "/Size 9/XRefStm 9"),
        ("/Size 9", "/Size 9/Prev 9"),
        ("/Size 9", "/Size 9/Size 9"),
        ("/Size 9", "/Size 4"),
        ("/Size 9", "/Size 100001"),
        ("/Size 9", "/Root 1 0 R"),
        ("trailer", "%c\ntrailer"),
        ("trailer", "trailer %c\n"),
        ("xref\n4", "xref%c\n4"),
        ("endobj", "endobj\n74 0 %c\nobj(hidden)endobj"),
        ("endobj", "endobj\n4294967300 0 obj(hidden)endobj"),
        ("endobj", "endobj\n4 -0 obj(hidden)endobj"),
        ("endobj", "endobj\n% 4 0 obj(hidden)endobj\n"),
        ("4 0 obj", "04 0 obj"),
        ("4 0 obj", "4 0 %\nobj"),
        ("altered", "altered 4 0 obj"),
        ("%%EOF", "%%EOF\ntrailer<</Root 9 0 R>>"),
        ("%%EOF", "%%EOF\n%%EOF"),
        ("%%EOF", "5 0 obj\n(behind)\nendobj\n%%EOF"),
    ] {
        assert!(!is_read(&kept.replace(what, with)), "{with}");
    }
    let elsewhere = format!("startxref\n{}", kept.find("xref\n4").unwrap());
    let nowhere = kept.replace(&elsewhere, "startxref\n0");
    let fault = Added::of(nowhere.as_bytes(), at).err();
    assert_eq!(fault, Some("file_not_signed"));
}

#[test]
fn programs_may_leave_their_names_and_some_space() {
    let at = ISSUED.len();
    let entry = format!("4 1\n{at:010} 00000 n \n");
    let object = "4 0 obj\n(other)\nendobj\n% a program 7.2\n\n";
    let kept = with(object, &entry);
    assert!(is_read(&kept));
    assert!(is_read(&kept.replace("%%EOF", "%%EOF\r\n% a program")));
    assert!(is_read(
        &kept.replace("startxref", "% a program\nstartxref")
    ));
    let long = format!("{object}% {}\n", "name ".repeat(50));
    assert!(!is_read(&with(&long, &entry)));
    assert!(is_read(&(kept.clone() + &" ".repeat(900))));
    assert!(!is_read(&(kept + &" ".repeat(1100))));
}

#[test]
fn a_stream_is_as_long_as_it_says_and_hides_nothing() {
    let entry = format!("4 1\n{:010} 00000 n \n", ISSUED.len());
    let stream = |says: &str, holds: &str| {
        let object = format!("4 0 obj\n<<{says}>>\nstream\n{holds}\nendstream\nendobj\n");
        is_read(&with(&object, &entry))
    };
    assert!(stream("/Length 3", "abc"));
    for (says, holds) in [
        ("/Length 2", "abc"),
        ("/Length 30", "abc"),
        ("/Length -1", "abc"),
        ("/Length 8 0 R", "abc"),
        ("", "abc"),
        ("/Length 23", "1 0 obj(hidden) endobj "),
        ("/Length 7", "trailer"),
    ] {
        assert!(!stream(says, holds), "{says} {holds}");
    }
    let array = "4 0 obj\n[]\nstream\n\nendstream\nendobj\n";
    assert!(!is_read(&with(array, &entry)));
}

#[test]
fn nobody_signs_without_end() {
    let chain = |revisions: usize| {
        let (mut file, mut previous) = (ISSUED.to_owned(), String::new());
        for _ in 0..revisions {
            let start = file.len();
            file += &format!(
                "xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 9{previous}>>\nstartxref\n{start}\n\
                 %%EOF\n"
            );
            previous = format!("/Prev {start}");
        }
        file
    };
    assert!(is_read(&chain(32)));
    assert!(!is_read(&chain(33)));
}

#[test]
fn who_signs_after_another_adds_to_what_that_one_added() {
    let at = ISSUED.len();
    let first = with(
        "4 0 obj\n(first)\nendobj\n",
        &format!("4 1\n{at:010} 00000 n \n"),
    );
    let (place, table) = (first.len(), first.find("xref\n4").unwrap());
    let object = "4 0 obj\n(second)\nendobj\n";
    let entry = format!("xref\n4 1\n{place:010} 00000 n \n");
    let start = place + object.len();
    let second = |previous: usize| {
        format!(
            "{first}{object}{entry}trailer\n<</Size 9/Prev {previous}>>\nstartxref\n{start}\n%%EOF\n"
        )
    };
    let read = second(table);
    let read = Added::of(read.as_bytes(), at).ok();
    assert_eq!(read.map(|it| it.objects.len()), Some(2));
    assert!(!is_read(&second(start)));
    assert!(!is_read(&second(9)));
}
