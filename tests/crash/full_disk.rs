//! The disk is full: what cannot be kept is refused, nothing breaks, and space alone mends it.

use std::path::{Path, PathBuf};
use std::process::Command;

use bilancio::db::Target;

use crate::client::{Answer, Connection};
use crate::database::TestDatabase;
use crate::service::{Home, Service, add, program, url};

/// Mounts a small disk in a namespace of its own, puts the database on it and runs the program.
const ON_A_SMALL_DISK: &str = "disk=$1 database=$2; shift 2; \
    mount -t tmpfs -o size=3m tmpfs \"$disk\" && cp \"$database\" \"$disk/full.db\" && exec \"$@\"";

/// More records than the small disk can hold.
const TOO_MANY: usize = 2000;

#[test]
fn a_full_disk_refuses_and_recovers_without_a_restart() {
    let database = TestDatabase::new();
    if let Target::Postgres(_) = database.target {
        println!("skipped: a full disk is the embedded database's test");
        return;
    }
    let home = Home::new(&database.target);
    // What a short command leaves in the write-ahead log is not copied along.
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    if !can_mount(home.folder.path()) {
        println!("skipped: no small disk can be mounted here (unshare -Urm, tmpfs)");
        return;
    }
    let disk = home.folder.path().to_owned();
    let service = on_a_small_disk(home, &url(&database.target));
    let (token, mut connection) = (service.sign_in(), service.connect());
    let read = |connection: &mut Connection| {
        let headers = [("Authorization", token.as_str())];
        connection
            .ask("GET /v1/organisations?limit=1", &headers, "")
            .unwrap()
    };
    let add = |connection: &mut Connection, number: usize| {
        add(connection, &token, &format!("Prova {number}")).unwrap()
    };

    let mut kept = 0;
    while !is_refused(&add(&mut connection, kept), kept) {
        kept += 1;
        assert!(kept < TOO_MANY, "the disk does not fill");
    }
    // Nobody looks unseen: reads go on until there is no room for their entry in the log either.
    let mut looked = 0;
    let refused = loop {
        let answer = read(&mut connection);
        if answer.status != 200 {
            break answer;
        }
        looked += 1;
        assert!(looked < TOO_MANY, "the disk does not fill");
    };
    assert!(is_refused(&refused, looked));
    assert_eq!(refused.json()["code"], "log_unavailable");
    for _ in 0..20 {
        assert!(is_refused(&add(&mut connection, kept), kept));
    }
    let alive = connection.ask("GET /health/live", &[], "").unwrap();
    assert_eq!(alive.status, 200);
    println!("{kept} records and {looked} reads more, then the disk was full");

    grow(&service, &disk);
    assert_eq!(read(&mut connection).status, 200);
    for number in 0..=kept + 20 {
        assert_eq!(add(&mut connection, number).status, 201, "record {number}");
    }
    let copy = copy_of(&service, &disk);
    let there = "SELECT COUNT(*) FROM organisations WHERE name LIKE 'Prova %'";
    assert_eq!(copy.count(there), i64::try_from(kept + 21).unwrap());
    let sound = "SELECT COUNT(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'";
    assert_eq!(copy.count(sound), 1);
    assert_eq!(
        copy.count("SELECT COUNT(*) FROM pragma_foreign_key_check"),
        0
    );
}

/// Whether a record was refused for want of space; anything but that or 201 is a fault.
fn is_refused(answer: &Answer, number: usize) -> bool {
    if answer.status == 201 {
        return false;
    }
    let told = String::from_utf8_lossy(&answer.body);
    assert!([503, 507].contains(&answer.status), "{number}: {told}");
    assert_eq!(answer.media_type, "application/problem+json");
    true
}

fn can_mount(folder: &Path) -> bool {
    let script = "mount -t tmpfs -o size=3m tmpfs \"$1\"";
    Command::new("unshare")
        .args(["-Urm", "sh", "-c", script, "sh"])
        .arg(folder)
        .status()
        .is_ok_and(|status| status.success())
}

fn on_a_small_disk(home: Home, database: &str) -> Service {
    let disk = home.folder.path().to_str().unwrap();
    let mut words: Vec<String> = ["unshare", "-Urm", "sh", "-c", ON_A_SMALL_DISK, "sh"]
        .iter()
        .chain(&[disk, database])
        .map(|word| (*word).to_owned())
        .collect();
    words.extend(program(&format!("{disk}/full.db")));
    Service::start_as(home, words)
}

/// Makes the small disk larger, while the program runs.
fn grow(service: &Service, disk: &Path) {
    let grown = Command::new("nsenter")
        .args(["-t", &service.process().to_string(), "-U", "-m"])
        .args(["--preserve-credentials", "mount", "-o", "remount,size=16m"])
        .arg(disk)
        .status();
    assert!(grown.unwrap().success());
}

/// The database as it stands on the small disk, which nobody else can see.
fn copy_of(service: &Service, disk: &Path) -> TestDatabase {
    let seen = format!("/proc/{}/root{}", service.process(), disk.display());
    let copy = TestDatabase::empty();
    let Target::Sqlite(path) = &copy.target else {
        unreachable!("the embedded database's test");
    };
    let with_log = |path: &Path| PathBuf::from(format!("{}-wal", path.display()));
    let from = Path::new(&seen).join("full.db");
    std::fs::copy(with_log(&from), with_log(path)).unwrap();
    std::fs::copy(&from, path).unwrap();
    copy
}
