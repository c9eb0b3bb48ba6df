//! `bilancio documents preview`, as whoever writes the look of an organisation runs it.

use std::path::{Path, PathBuf};
use std::process::Command;

const ORGANISATION: &str = "01a2069b-e8fe-768c-8504-140d6d220d0f";

/// A folder with the look of one organisation, and a place for what is printed.
struct Looks(tempfile::TempDir);

impl Looks {
    fn new(files: &[(&str, &str)]) -> Self {
        let looks = Self(tempfile::tempdir().unwrap());
        let own = looks.folder().join(ORGANISATION);
        std::fs::create_dir_all(&own).unwrap();
        for (name, text) in files {
            std::fs::write(own.join(name), text).unwrap();
        }
        looks
    }

    fn folder(&self) -> PathBuf {
        self.0.path().join("looks")
    }

    fn printed(&self) -> PathBuf {
        self.0.path().join("printed")
    }

    /// Exit status, and what is said on standard error.
    fn preview(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let output = preview(&self.printed(), arguments)
            .env("BILANCIO_DOCUMENTS__LOOKS", self.folder())
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        (output.status.code(), said)
    }
}

fn preview(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bilancio"));
    command.args(["documents", "preview"]).arg(folder);
    command.args(arguments);
    command
}

#[test]
fn what_there_is_no_look_or_language_for_is_not_printed_in_another() {
    let looks = Looks::new(&[("style.toml", "primary = \"#004080\"")]);
    let stranger = "01a2069b-e8fe-768c-8504-140d6d220d10";
    let (status, said) = looks.preview(&["--organisation", stranger]);
    assert_eq!(status, Some(1), "{said}");
    assert!(
        said.contains(stranger) && said.contains(ORGANISATION),
        "{said}"
    );
    let mut without = preview(&looks.printed(), &["--organisation", stranger]);
    assert_eq!(without.output().unwrap().status.code(), Some(1));
    for arguments in [["--organisation", "job-centre"], ["--language", "de"]] {
        let (status, said) = looks.preview(&arguments);
        assert_eq!(status, Some(2), "{said}");
        assert!(said.contains(arguments[1]), "{said}");
    }
    assert!(!looks.printed().exists());
}

#[test]
fn a_look_of_what_is_drawn_of_a_profile_is_refused_with_file_and_line() {
    let looks = Looks::new(&[("cv.typ", "#import \"house.typ\": *\n\n#doc.nmae")]);
    let (status, said) = looks.preview(&["--organisation", ORGANISATION]);
    assert_eq!(status, Some(1), "{said}");
    let place = format!("{ORGANISATION}/cv.typ:3: ");
    assert!(said.contains(&place) && said.contains("nmae"), "{said}");
    assert!(!looks.printed().exists());
}

#[test]
fn all_is_printed_in_a_look() {
    let own_cv = "#import \"house.typ\": *\n#set document(title: \"CV\")\n#set text(font: faces)\n= #doc.holder.name";
    let looks = Looks::new(&[("cv.typ", own_cv)]);
    let arguments = [
        "--organisation",
        ORGANISATION,
        "--language",
        "ar",
        "--draft",
    ];
    let (status, said) = looks.preview(&arguments);
    assert_eq!(status, Some(0), "{said}");
    let size = |name: &str| std::fs::metadata(looks.printed().join(name)).unwrap().len();
    for name in [
        "assessment_report-ar.pdf",
        "profile-ar.pdf",
        "portfolio-ar.pdf",
        "answers-ar.pdf",
        "skills_table-ar.pdf",
    ] {
        assert!(size(name) > 0, "{name}");
    }
    let own = size("cv-ar.pdf");
    let services = Looks::new(&[]);
    // A folder of an organisation may be empty: it has the service's look.
    assert_eq!(services.preview(&arguments[2..4]).0, Some(0));
    let whole = std::fs::metadata(services.printed().join("cv-ar.pdf"))
        .unwrap()
        .len();
    assert!(own < whole, "{own} {whole}");
}
