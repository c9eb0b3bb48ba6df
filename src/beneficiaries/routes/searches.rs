use actix_web::web::Data;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::Caller;
use crate::beneficiaries::names::LIKELY;
use crate::beneficiaries::tax_code::TaxCode;
use crate::beneficiaries::{BeneficiaryId, Candidate, SearchTerms, service};
use crate::cases::CaseId;
use crate::db::Database;
use crate::error::{Checks, Error, Result};
use crate::http::{Body, Listed};
use crate::text::{clean_line, clean_name};

/// At least one of name, telephone number, tax code and person code.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BeneficiarySearchBody {
    /// All or part of a name, in any spelling or script.
    name: Option<String>,
    #[schema(minimum = 1900, maximum = 2200)]
    birth_year: Option<i32>,
    tax_code: Option<String>,
    phone: Option<String>,
    person_code: Option<String>,
}

/// Somebody who may be the person looked for.
#[derive(Serialize, ToSchema)]
pub struct CandidateBody {
    id: BeneficiaryId,
    person_code: String,
    given_name: String,
    family_name: String,
    name_original_script: Option<String>,
    birth_year: Option<i32>,
    /// From 0 to 100.
    #[schema(minimum = 0, maximum = 100)]
    likeness: u8,
    /// Their cases, in a search; one that the searcher does not work on opens by an access grant.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    case_ids: Vec<CaseId>,
    /// Whether a new record of the searched name needs `duplicates_weighed` because of this one.
    likely: bool,
}

impl TryFrom<BeneficiarySearchBody> for SearchTerms {
    type Error = Error;

    fn try_from(body: BeneficiarySearchBody) -> Result<Self> {
        let mut checks = Checks::default();
        let given = [&body.name, &body.tax_code, &body.phone, &body.person_code];
        let any = given.iter().any(|term| term.is_some());
        checks.ensure(any, "/name", "search_term_missing");
        let thinkable = body.birth_year.is_none_or(|it| (1900..=2200).contains(&it));
        checks.ensure(thinkable, "/birth_year", "out_of_range");
        let name = body.name.map(|it| clean_name(&it));
        let name = checks.optional(name, "/name");
        let code = body.tax_code.map(|it| TaxCode::parse(&it));
        let code = checks.optional(code.map(|it| it.map_err(|wrong| wrong.code())), "/tax_code");
        let phone = checks.optional(body.phone.map(|it| clean_line(&it, 30)), "/phone");
        let person_code = body.person_code.map(|it| clean_line(&it, 16));
        let person_code = checks.optional(person_code, "/person_code");
        checks.finish(|| {
            Some(Self {
                names: name.into_iter().collect(),
                birth_year: body.birth_year,
                tax_code: code.map(|code| code.as_str().to_owned()),
                phones: phone.into_iter().collect(),
                person_code: person_code.map(|it| it.to_ascii_uppercase()),
            })
        })
    }
}

impl From<Candidate> for CandidateBody {
    fn from(candidate: Candidate) -> Self {
        let Candidate {
            id,
            person_code,
            person,
            likeness,
            cases,
        } = candidate;
        Self {
            id,
            person_code,
            birth_year: person.birth_year(),
            given_name: person.given_name,
            family_name: person.family_name,
            name_original_script: person.name_original_script,
            likeness,
            case_ids: cases,
            likely: likeness >= LIKELY,
        }
    }
}

pub async fn search(
    database: Data<Database>,
    caller: Caller,
    body: Body<BeneficiarySearchBody>,
) -> Result<Listed<CandidateBody>> {
    let terms = body.0.try_into()?;
    let found = database
        .read(caller, move |tx| service::search(tx, &terms))
        .await?;
    Ok(Listed::whole(found, Into::into))
}
