//! Files that were made so that the service reads something else than who opens them, or ends.

use super::{issued, put};
use crate::support::TestApp;
use crate::support::pades::{Signing, object};

/// The number of a file's page, and what is said of it.
fn page(file: &[u8]) -> (usize, String) {
    let text = String::from_utf8_lossy(file).into_owned();
    let is_page = |it: &String| it.contains("/Type/Page/");
    let page = (1..).find_map(|number| Some((number, object(&text, number).filter(is_page)?)));
    page.unwrap()
}

#[actix_web::test]
async fn a_page_that_only_some_readers_show_is_no_issued_one() {
    let app = TestApp::new().await;
    let issued = issued(&app).await;
    let (page, as_issued) = page(&issued.file);
    let blank = as_issued.replace("/Contents", "/Nothing");
    let altered = || Signing {
        objects: vec![(page, blank.clone())],
        unnamed: vec![(page, as_issued.clone())],
        ..Signing::default()
    };
    for signing in [
        altered(),
        // Who does not take such lines looks for the objects, and finds the last one.
        Signing {
            line_end: "\n",
            ..altered()
        },
        // So does who finds nothing where an object should be.
        Signing {
            table: "900 1\n0000000015 00000 n \n".to_owned(),
            field: "/Kids[900 0 R]",
            ..altered()
        },
        Signing {
            objects: vec![(page, blank.clone()), (page, as_issued.clone())],
            unnamed: Vec::new(),
            ..altered()
        },
        Signing {
            objects: Vec::new(),
            unnamed: vec![(900, "(of no table)".to_owned())],
            ..altered()
        },
        // Of an entry that is there twice, each reader takes another.
        Signing {
            objects: vec![(page, as_issued.replacen("<<", "<</Contents 900 0 R", 1))],
            unnamed: Vec::new(),
            ..altered()
        },
    ] {
        let refused = issued.put_signed(&app, &signing).await;
        assert_eq!(refused.expect(422).errors(), [" file_altered"]);
    }
}

#[actix_web::test]
async fn what_some_reader_might_find_somewhere_else_is_refused() {
    let app = TestApp::new().await;
    let issued = issued(&app).await;
    let default = Signing::default;
    let in_gap = |gap| Signing { gap, ..default() };
    let text = String::from_utf8_lossy(&issued.file).into_owned();
    let (_, info) = text.rsplit_once("/Info ").unwrap();
    let info: usize = info.split(' ').next().unwrap().parse().unwrap();
    let title = "<</Title(290 hours)/ModDate(D:20260302)>>".to_owned();
    for signing in [
        in_gap("1 0 %c\nobj<</Type/Page>>endobj\n"),
        in_gap("1 -0 obj<</Type/Page>>endobj\n"),
        in_gap("4294967297 0 obj<</Type/Page>>endobj\n"),
        in_gap("% 1 0 obj <</Type/Page>> endobj\n"),
        in_gap("trailer<</Root 1 0 R>>\n"),
        Signing {
            before_trailer: "% what some skip\n",
            ..default()
        },
        Signing {
            trailer: "/Other 1",
            ..default()
        },
        Signing {
            size: Some(5),
            ..default()
        },
        Signing {
            afterwards: "trailer<</Root 1 0 R>>",
            ..default()
        },
        // What is shown around the pages, and by fields that are drawn anew.
        Signing {
            objects: vec![(info, title)],
            ..default()
        },
        Signing {
            form_says: "/NeedAppearances true",
            ..default()
        },
        Signing {
            form_says: "/CO[]",
            ..default()
        },
        Signing {
            objects: vec![(900, "<</FT/Tx/T(hours)/V(290)>>".to_owned())],
            field: "/Kids[900 0 R]",
            ..default()
        },
        // What acts when somebody comes near.
        Signing {
            field: "/AA<</PO<</S/URI/URI(https://a.example)>>>>",
            ..default()
        },
        Signing {
            field: "/A<</S/URI/URI(https://a.example)>>",
            ..default()
        },
    ] {
        let refused = issued.put_signed(&app, &signing).await;
        assert_eq!(refused.expect(422).errors(), [" file_altered"]);
    }
    let named = in_gap("% signed with a program\n");
    issued.put_signed(&app, &named).await.expect(200);
}

#[actix_web::test]
async fn a_place_where_a_signature_is_shown_may_stand_apart_from_its_field() {
    let app = TestApp::new().await;
    let issued = issued(&app).await;
    let (page, as_issued) = page(&issued.file);
    let with_place = as_issued.replacen("/Annots[", "/Annots[901 0 R ", 1);
    let (before, annotations) = as_issued.rsplit_once("/Annots[").unwrap();
    let behind = annotations.replacen(']', " 901 0 R]", 1);
    let shown = |page_text: String, kid: &str| Signing {
        objects: vec![
            (page, page_text),
            (900, format!("<</FT/Sig/T(Q)/Kids[{kid}]>>")),
            (901, "<</Subtype/Widget/Rect[0 0 9 9]>>".to_owned()),
        ],
        field: "/Kids[900 0 R]",
        ..Signing::default()
    };
    let behind = format!("{before}/Annots[{behind}");
    for (signing, status) in [
        (shown(behind.clone(), "902 0 R"), 422),
        (shown(behind.clone(), "901 0 R 901 0 R"), 422),
        (shown(with_place, "901 0 R"), 422),
        (shown(behind, "901 0 R"), 200),
    ] {
        issued.put_signed(&app, &signing).await.expect(status);
    }
}

#[actix_web::test]
async fn what_is_nested_without_end_or_broken_is_refused_and_the_service_goes_on() {
    let app = TestApp::new().await;
    let issued = issued(&app).await;
    let nested = "[".repeat(4_000_000);
    let end = "startxref 0 %%EOF";
    let file = [
        issued.file.as_slice(),
        b"900 0 obj ",
        nested.as_bytes(),
        end.as_bytes(),
    ]
    .concat();
    let refused = put(&app, "supervisor", &issued.document, file).await;
    assert_eq!(refused.expect(422).errors(), [" file_not_signed"]);

    let (page, as_issued) = page(&issued.file);
    for broken in [
        (900, nested[..2_000_000].to_owned()),
        (900, "<</A".repeat(500_000)),
        (page, as_issued.replacen("<<", "<</Annots[/A#zz]", 1)),
        (900, "[/A#zz]".to_owned()),
    ] {
        let signing = Signing {
            objects: vec![broken],
            ..Signing::default()
        };
        let refused = issued.put_signed(&app, &signing).await;
        assert_eq!(refused.expect(422).errors(), [" file_altered"]);
    }
    let good = issued.put_signed(&app, &Signing::default()).await;
    good.expect(200);
}

#[actix_web::test]
async fn a_name_that_somebody_put_beside_what_was_signed_is_not_shown() {
    let app = TestApp::new().await;
    let issued = issued(&app).await;
    let forms = ["ETSI.CAdES.detached", "adbe.pkcs7.detached"];
    for form in forms {
        let signing = Signing {
            form,
            subject: "CN=Il Presidente",
            ..Signing::default()
        };
        let refused = issued.put_signed(&app, &signing).await;
        assert_eq!(refused.expect(422).errors(), [" signature_not_genuine"]);
    }
    // Which certificate it is has to be said in a PAdES signature, and may be left out in an older one.
    let [pades, older] = forms.map(|form| Signing {
        form,
        names_certificate: false,
        ..Signing::default()
    });
    let refused = issued.put_signed(&app, &pades).await;
    assert_eq!(refused.expect(422).errors(), [" signature_form_unknown"]);
    issued.put_signed(&app, &older).await.expect(200);
}
