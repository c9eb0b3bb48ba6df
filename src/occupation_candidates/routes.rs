use actix_web::web::Data;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    CandidateSearch, Handle, LanguageWish, OccupationCandidate, OpenedCandidate, service, words,
};
use crate::access::Caller;
use crate::cases::CaseId;
use crate::code_lists::iso;
use crate::code_lists::routes::LabelBody;
use crate::db::Database;
use crate::error::{Checks, Error, Result};
use crate::esco::Held;
use crate::esco::routes::{ConceptBody, Shown};
use crate::http::{Body, Created, Item};
use crate::occupation_matches::routes::{GapBody, concepts, gaps};
use crate::organisations::OrganisationId;
use crate::profiles::CefrLevel;
use crate::sharing::SharingAuthorisationId;

/// Most languages that may be asked for.
const LANGUAGES: usize = 5;
/// Pages that may be asked for.
const PAGES: usize = 40;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CandidateSearchBody {
    /// Of the catalogue.
    #[schema(max_length = 36)]
    occupation_id: String,
    /// The part of its essential skills that must be covered, from 0 to 1, in twentieths; 0 unless told.
    #[schema(minimum = 0, maximum = 1)]
    minimum_coverage: Option<f32>,
    /// All of them must be spoken; five at most.
    #[serde(default)]
    languages: Vec<LanguageWishBody>,
    /// As in the catalogue. What is said beside names is said in Italian or English.
    #[schema(max_length = 35)]
    lang: Option<String>,
    #[schema(max_length = 35)]
    lang2: Option<String>,
    /// From 1, of 25 people each.
    #[schema(minimum = 1, maximum = 40)]
    page: Option<usize>,
}

/// A language that is spoken at least this well, in conversation.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LanguageWishBody {
    language: String,
    level: CefrLevel,
}

impl CandidateSearchBody {
    fn read(self) -> Result<(CandidateSearch, Shown)> {
        let mut checks = Checks::default();
        let id = uuid::Uuid::try_parse(&self.occupation_id);
        checks.ensure(id.is_ok(), "/occupation_id", "wrong_form");
        let minimum_coverage = self.minimum_coverage.unwrap_or_default();
        let is_part = (0.0..=1.0).contains(&minimum_coverage);
        checks.ensure(is_part, "/minimum_coverage", "out_of_range");
        let few = self.languages.len() <= LANGUAGES;
        checks.ensure(few, "/languages", "too_long");
        let page = self.page.unwrap_or(1);
        checks.ensure((1..=PAGES).contains(&page), "/page", "out_of_range");
        let wishes = self.languages.into_iter().take(LANGUAGES).enumerate();
        let languages: Vec<_> = wishes
            .filter_map(|(index, wish)| {
                let at = format!("/languages/{index}/language");
                Some(LanguageWish {
                    language: checks.value(iso::language(&wish.language), &at)?,
                    level: wish.level,
                })
            })
            .collect();
        let shown = checks.part(Shown::new(self.lang, self.lang2), "")?;
        checks.finish(|| {
            let occupation = format!(
                "http://data.europa.eu/esco/occupation/{}",
                self.occupation_id
            );
            let search = CandidateSearch {
                occupation,
                minimum_coverage,
                languages,
                page,
            };
            Some((search, shown?))
        })
    }
}

/// People who could be put forward for an occupation, without their names. A help to talk, not a verdict.
#[derive(Serialize, ToSchema)]
pub struct OccupationCandidatesBody {
    /// Of the catalogue.
    release: String,
    occupation: ConceptBody,
    /// How it is counted, and what it is not.
    explanation: LabelBody,
    explanation2: Option<LabelBody>,
    /// Nobody is shown because what is asked for leaves fewer than three people, or leaves out one or two:
    /// ask for less.
    withheld: bool,
    /// The best covered first.
    candidates: Vec<OccupationCandidateBody>,
    /// Of the same search, made anew.
    next_page: Option<usize>,
}

#[derive(Serialize, ToSchema)]
pub struct OccupationCandidateBody {
    /// New with every answer; leads to the case for an hour, for who asked, where the person authorised it.
    handle: String,
    /// The part of the occupation's essential skills that is covered, from 0 to 1: in twentieths, rounded
    /// down.
    coverage: f32,
    /// Essential skills that the person has, the most telling first; 12 at most.
    has: Vec<ConceptBody>,
    /// Essential skills that the person has not, those first that something bridges; 12 at most.
    gaps: Vec<GapBody>,
    /// At the highest level reached that three people of the answer are shown with, in conversation.
    languages: Vec<LanguageWishBody>,
}

fn candidate(held: &Held, it: OccupationCandidate, shown: &Shown) -> OccupationCandidateBody {
    let OccupationCandidate {
        handle,
        coverage,
        matched,
        languages,
    } = it;
    let languages = languages.into_iter();
    OccupationCandidateBody {
        handle: handle.as_str().to_owned(),
        coverage,
        has: concepts(held, &matched.has, shown),
        gaps: gaps(held, &matched.gaps, shown),
        languages: languages
            .map(|(language, level)| LanguageWishBody { language, level })
            .collect(),
    }
}

pub async fn search(
    database: Data<Database>,
    caller: Caller,
    body: Body<CandidateSearchBody>,
) -> Result<Item<OccupationCandidatesBody>> {
    let (search, shown) = body.0.read()?;
    let page = search.page;
    let found = database
        .read(caller, move |tx| service::search(tx, &search))
        .await?;
    let held = found.held;
    let (explanation, explanation2) = shown.said(|it| words::explanation(it).to_owned());
    let candidates = found.candidates.into_iter();
    Ok(Item(OccupationCandidatesBody {
        release: held.catalogue.release.clone(),
        occupation: shown.concept(held.concept(found.occupation)),
        explanation,
        explanation2,
        withheld: found.withheld,
        candidates: candidates.map(|it| candidate(&held, it, &shown)).collect(),
        next_page: (found.has_more && page < PAGES).then_some(page + 1),
    }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CandidateOpeningBody {
    #[schema(max_length = 200)]
    handle: String,
    /// To whom the person would be put forward.
    recipient_organisation_id: OrganisationId,
}

impl TryFrom<CandidateOpeningBody> for (Handle, OrganisationId) {
    type Error = Error;

    fn try_from(body: CandidateOpeningBody) -> Result<Self> {
        if body.handle.len() <= 200 {
            Ok((Handle::given(body.handle), body.recipient_organisation_id))
        } else {
            Err(Error::invalid("/handle", "too_long"))
        }
    }
}

/// Whom a handle stood for.
#[derive(Serialize, ToSchema)]
pub struct OpenedCandidateBody {
    case_id: CaseId,
    case_code: String,
    /// By which the person may be put forward to this recipient.
    authorisation_id: SharingAuthorisationId,
    recipient_organisation_id: OrganisationId,
}

impl From<OpenedCandidate> for OpenedCandidateBody {
    fn from(opened: OpenedCandidate) -> Self {
        let OpenedCandidate {
            case_id,
            case_code,
            authorisation_id,
            recipient_organisation_id,
        } = opened;
        Self {
            case_id,
            case_code,
            authorisation_id,
            recipient_organisation_id,
        }
    }
}

pub async fn open(
    database: Data<Database>,
    caller: Caller,
    body: Body<CandidateOpeningBody>,
) -> Result<Created<OpenedCandidateBody>> {
    let (handle, recipient) = body.0.try_into()?;
    // Without `Once`: sent again after the person withdrew, it is refused.
    let opened = database
        .write(caller, move |tx| service::open(tx, &handle, &recipient))
        .await?;
    let location = format!("/v1/cases/{}", opened.case_id);
    Ok(Created::new(location, None, opened.into()))
}
