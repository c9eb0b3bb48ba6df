//! A release of ESCO, imported by the command while the service answers.

use crate::database::TestDatabase;
use crate::service::Service;

#[test]
fn a_release_is_imported_beside_a_running_service_or_refused_whole() {
    let database = TestDatabase::new();
    let service = Service::start(&database.target);
    let token = service.sign_in();
    let mut connection = service.connect();
    let mut in_use = || {
        let headers = [("Authorization", token.as_str())];
        let answer = connection.ask("GET /v1/catalogue", &headers, "").unwrap();
        answer.json()["release"].as_str().unwrap().to_owned()
    };
    assert_eq!(in_use(), "0.1.0");
    let folder = tempfile::tempdir().unwrap();
    let files = env!("CARGO_MANIFEST_DIR").to_owned() + "/tests/api/esco";
    let broken = folder.path().join("ESCO dataset - v7.0.0");
    std::fs::create_dir(&broken).unwrap();
    std::fs::write(
        broken.join("skills_en.csv"),
        "conceptUri,preferredLabel\nx,y\n",
    )
    .unwrap();
    for (line, done, told) in [
        (vec![files.as_str()], false, "say which release this is"),
        (
            vec!["/nowhere", "--release", "9.9"],
            false,
            "/nowhere cannot be read",
        ),
        (
            vec![broken.to_str().unwrap()],
            false,
            "skills_en.csv has no column skillType",
        ),
        (
            vec![files.as_str(), "--release", "0.1.0"],
            true,
            "Nothing changed",
        ),
        (
            vec![files.as_str(), "--release", "0.3.0"],
            true,
            "Imported ESCO 0.3.0: 13 skills, 6 occupations, 19 relations, in en, ar, fr, it.",
        ),
    ] {
        let (succeeded, answer) = service.command(&[&["import", "esco"], line.as_slice()].concat());
        assert!(answer.contains(told), "{line:?}: {answer}");
        assert_eq!(succeeded, done, "{line:?}: {answer}");
    }
    assert_eq!(in_use(), "0.3.0");
}
