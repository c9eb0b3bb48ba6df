use super::*;
use crate::credentials::verification::tests::{
    Issuer, PLACE, attached_as_it_is, attachment, begun,
};

#[test]
fn a_credential_that_only_what_was_appended_carries_is_not_of_the_file() {
    let issuer = Issuer::of_a_test();
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).expect("a file");
        path
    };
    let keys = file("keys", issuer.keys.as_bytes());
    let list = file("list", issuer.list(&[], begun()).as_bytes());
    let good = attachment(&issuer.token(&issuer.claims()));
    let broken = attached_as_it_is(b"is not packed");
    for (sealed, expected) in [
        (&good, Ok(Some(Wholeness::AppendedTo))),
        (
            &broken,
            Err("the credential is not of this file".to_owned()),
        ),
    ] {
        let certificate = [issuer.file(sealed), good.clone(), b"%%EOF\n".to_vec()].concat();
        let asked = Verify {
            file: file("certificate", &certificate),
            issuer: None,
            keys: Some(keys.clone()),
            status_list: Some(list.clone()),
            cache: None,
            fetch: false,
            max_age: None,
        };
        let verdict = asked.verdict().expect("it is known");
        assert_eq!(verdict.map(|(_, wholeness)| wholeness), expected);
    }
}

#[test]
fn what_carries_nothing_to_check_is_told_from_what_was_altered() {
    let issuer = Issuer::of_a_test();
    let token = issuer.token(&issuer.claims());
    let parts: Vec<&str> = token.split('.').collect();
    let broken = [parts[0], "AAAA", parts[2]].join(".");
    let nobodys = [parts[0], "e30", parts[2]].join(".");
    let sealed = issuer.file(b"no attachment");
    let file = tempfile::NamedTempFile::new().expect("a file");
    let files: [(&[u8], bool); 10] = [
        (b"%PDF-1.7\n%%EOF", false),
        (b"%PDF-1.7 <</Encrypt 1 0 R>>\n%%EOF", false),
        (b"-----BEGIN PKCS7-----", false),
        (br#"{"iss":"did:web:a.example"}"#, false),
        (b"", false),
        (b"a.b.c", false),
        (&[0xff, 0xfe], false),
        (nobodys.as_bytes(), false),
        (broken.as_bytes(), true),
        (&sealed, true),
    ];
    for (bytes, is_known) in files {
        fs::write(file.path(), bytes).expect("a file");
        let asked = Verify {
            file: file.path().to_owned(),
            issuer: None,
            keys: None,
            status_list: None,
            cache: None,
            fetch: false,
            max_age: None,
        };
        let verdict = asked.verdict();
        let shown = String::from_utf8_lossy(bytes);
        match is_known {
            true => assert!(matches!(verdict, Ok(Err(_))), "{verdict:?}: {shown}"),
            false => {
                let cause = verdict.expect_err("nothing to check");
                assert!(cause.contains("carries no credential"), "{cause}: {shown}");
            }
        }
    }
}

/// What ended has ended, whichever list is named: the one that is kept knows, at whatever second it was signed.
#[test]
fn a_list_takes_nothing_back_that_the_one_that_is_kept_tells() {
    let issuer = Issuer::of_a_test();
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, text).expect("a file");
        path
    };
    let token = file("token", &issuer.token(&issuer.claims()));
    let keys = file("keys", &issuer.keys);
    let address = issuer.list_address();
    let (_, address) = address.split_once("://").expect("an address");
    let (before, same, later) = (
        begun() - TimeDelta::seconds(1),
        begun(),
        begun() + TimeDelta::days(1),
    );
    let not_the_issuers = {
        let (ended, clear) = (issuer.list(&[PLACE], same), issuer.list(&[], same));
        let (said, _) = ended.rsplit_once('.').expect("a token");
        let (_, signature) = clear.rsplit_once('.').expect("a token");
        format!("{said}.{signature}")
    };
    // What is answered: whether it is known, and then whether it holds.
    let (holds, ended, unknown) = (Some(true), Some(false), None);
    for (kept, list, expected) in [
        (issuer.list(&[PLACE], same), issuer.list(&[], before), ended),
        (issuer.list(&[PLACE], same), issuer.list(&[], same), ended),
        (issuer.list(&[PLACE], same), issuer.list(&[], later), ended),
        (issuer.list(&[PLACE], same), "no list".to_owned(), ended),
        (issuer.list(&[], same), issuer.list(&[PLACE], before), ended),
        (issuer.list(&[9], same), issuer.list(&[], later), unknown),
        (issuer.list(&[9], same), issuer.list(&[10], later), unknown),
        (
            issuer.list(&[9], same),
            issuer.list(&[9, 10], before),
            holds,
        ),
        (issuer.list(&[9], same), issuer.list(&[9], same), holds),
        (not_the_issuers, issuer.list(&[], same), holds),
        ("no list".to_owned(), issuer.list(&[], same), holds),
    ] {
        file(&format!("cache/{address}"), &kept);
        let asked = Verify {
            file: token.clone(),
            issuer: None,
            keys: Some(keys.clone()),
            status_list: Some(file("list", &list)),
            cache: Some(folder.path().join("cache")),
            fetch: false,
            max_age: None,
        };
        let verdict = asked.verdict();
        let told = verdict.as_ref().ok().map(Result::is_ok);
        assert_eq!(told, expected, "{verdict:?}: {kept} {list}");
    }
}

#[test]
fn an_issuer_is_shown_only_where_it_is_plain() {
    assert!(is_plain("did:web:127.0.0.1%3A8080:issuers:0190-a_b"));
    for issuer in [
        "did:web:",
        "did:key:z6Mk",
        "did:web:a.example;reboot",
        "did:web:a.example --keys x",
        "did:web:a.example\u{202E}",
        "did:web:\u{430}.example",
    ] {
        assert!(!is_plain(issuer), "{issuer:?}");
    }
}

#[test]
fn an_issuer_is_the_same_in_whichever_case_its_port_is_written() {
    let issuer = "did:web:a.example%3A8080:issuers:0190";
    assert!(is_same(issuer, "did:web:a.example%3a8080:issuers:0190"));
    for other in [
        "did:web:A.example%3A8080:issuers:0190",
        "did:web:a.example%3A8081:issuers:0190",
        "did:web:a.example%3",
        "did:web:a.example",
    ] {
        assert!(is_same(other, other));
        assert!(!is_same(issuer, other), "{other}");
    }
}

#[test]
fn a_line_stays_one_line_and_reads_in_its_own_order() {
    assert_eq!(as_shown("أمينة: Je sais coudre"), "أمينة: Je sais coudre");
    assert_eq!(
        as_shown("I sew\nVALID:\u{1b}[2J \u{202E}x\u{2066}y\u{2028}z"),
        "I sew\u{FFFD}VALID:\u{FFFD}[2J \u{FFFD}x\u{FFFD}y\u{FFFD}z"
    );
}
