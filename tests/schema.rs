//! The schema on both databases: same migrations, up and down and up again.

use std::fs;

#[test]
fn both_databases_have_the_same_migrations() {
    let names = |backend: &str| {
        let mut names: Vec<_> = fs::read_dir(format!("migrations/{backend}"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        names.sort();
        names
    };
    assert_eq!(names("postgres"), names("sqlite"));
}
