//! Lines as the bodies that they would be: the same rules say what is wrong with them.

use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::columns::column_of;
use super::{ImportSheet, Line, LineFault};
use crate::beneficiaries::NewBeneficiary;
use crate::beneficiaries::routes::NewBeneficiaryBody;
use crate::error::{Error, FieldError, Result};
use crate::http::body;
use crate::participation::NewPrivacyNotice;
use crate::participation::routes::NewPrivacyNoticeBody;
use crate::profiles::Experience;
use crate::profiles::routes::{EntryForm, ExperienceForm};

/// What a line says, as far as it could be read.
#[derive(Default)]
pub struct Said {
    pub person: Option<NewBeneficiary>,
    pub notice: Option<NewPrivacyNotice>,
    pub experience: Option<Experience>,
    pub faults: Vec<LineFault>,
}

/// Reads a line on a day, with all that is wrong with it.
pub fn read(line: &Line, today: NaiveDate) -> Said {
    let mut said = Said {
        faults: line.faults.clone(),
        ..Said::default()
    };
    match line.sheet {
        ImportSheet::People => {
            let person = part(&line.record, |body: NewBeneficiaryBody| body.try_into());
            said.person = said.take(line, false, person);
        }
        ImportSheet::Experiences => {
            let experience = part(&line.record, |form: ExperienceForm| form.check(today));
            said.experience = said.take(line, false, experience);
        }
    }
    if !line.notice.is_empty() {
        let notice = part(&line.notice, |body: NewPrivacyNoticeBody| body.try_into());
        said.notice = said.take(line, true, notice);
    }
    said
}

impl Said {
    fn take<T>(
        &mut self,
        line: &Line,
        in_notice: bool,
        part: std::result::Result<T, Vec<FieldError>>,
    ) -> Option<T> {
        part.map_err(|errors| self.add(line, in_notice, errors))
            .ok()
    }

    /// Adds broken rules of a line's record, or of its notice; a column that was told of already is not
    /// told of as missing.
    fn add(&mut self, line: &Line, in_notice: bool, errors: Vec<FieldError>) {
        for fault in faults(line, in_notice, errors) {
            let told = self.faults.iter().any(|it| it.column == fault.column);
            if !(told && fault.code == "missing_property") {
                self.faults.push(fault);
            }
        }
    }
}

/// Broken rules as faults of the line's columns.
pub fn faults(line: &Line, in_notice: bool, errors: Vec<FieldError>) -> Vec<LineFault> {
    let fault = |error: FieldError| LineFault {
        column: column_of(line, in_notice, &error.pointer),
        pointer: error.pointer,
        code: error.code.to_owned(),
    };
    errors.into_iter().map(fault).collect()
}

/// A part of a line, or all the rules that it breaks: a body tells of a value of the wrong type alone, so
/// that it is read again without it.
fn part<B: DeserializeOwned, T>(
    members: &Map<String, Value>,
    check: impl Fn(B) -> Result<T>,
) -> std::result::Result<T, Vec<FieldError>> {
    let mut rest = members.clone();
    let mut found: Vec<FieldError> = Vec::new();
    loop {
        let made = Value::Object(rest.clone()).to_string();
        let errors = match body::parse(made.as_bytes()).and_then(&check) {
            Ok(made) if found.is_empty() => return Ok(made),
            Ok(_) => return Err(found),
            Err(Error::Invalid(errors)) => errors,
            Err(other) => vec![FieldError {
                pointer: String::new(),
                code: other.code(),
            }],
        };
        let alone = match errors.as_slice() {
            [error] => error.pointer.strip_prefix('/').map(str::to_owned),
            _ => None,
        };
        let again = alone.is_some_and(|it| {
            let name = it.split('/').next().unwrap_or_default();
            rest.remove(name).is_some()
        });
        found.extend(errors);
        if !again {
            return Err(found);
        }
    }
}
