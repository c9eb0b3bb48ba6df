use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::form::{EscoName, esco, isco_code, line, lines, text, within};
use super::{EntryBody, EntryForm, Form};
use crate::beneficiaries::partial_date::{DateProblem, PartialDate};
use crate::code_lists::iso;
use crate::db::types::Json;
use crate::error::{Checks, Result};
use crate::profiles::{
    Experience, ExperienceCompletion, ExperienceId, ExperienceKind, IscedLevel, LearningSetting,
    Period, Recognition,
};
use crate::text::clean_line;

#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExperienceForm {
    kind: ExperienceKind,
    title: String,
    /// Employer, school or family.
    #[serde(default)]
    employer: String,
    /// ISO 3166-1 alpha-2.
    country: Option<String>,
    #[serde(default)]
    place: String,
    /// `1990`, `1990-05` or `1990-05-17`.
    started: Option<String>,
    /// As `started`; not for what still goes on.
    ended: Option<String>,
    #[serde(default)]
    ongoing: bool,
    #[serde(default)]
    completion: ExperienceCompletion,
    #[schema(minimum = 1, maximum = 168)]
    hours_per_week: Option<i32>,
    setting: LearningSetting,
    #[serde(default)]
    tasks: Vec<String>,
    #[serde(default)]
    tools: Vec<String>,
    #[serde(default)]
    context: String,
    isced_level: Option<IscedLevel>,
    /// ISCO-08, one to four digits.
    isco_code: Option<String>,
    /// An occupation of the catalogue.
    esco_uri: Option<String>,
    /// Whether the title of a school or a course can be recognised in Italy; left out where nobody looked into it.
    recognition: Option<Recognition>,
}

pub type ExperienceBody = EntryBody<ExperienceForm>;

impl Form for ExperienceForm {
    const NAME: &'static str = "Experience";

    type Rest = EscoName;
}

impl EntryForm for ExperienceForm {
    type Id = ExperienceId;
    type Content = Experience;

    const PATH: &'static str = "experiences";

    fn check(self, today: NaiveDate) -> Result<Experience> {
        let mut checks = Checks::default();
        let title = checks.value(clean_line(&self.title, 200), "/title");
        let employer = line(&self.employer, 200, "/employer", &mut checks);
        let country = checks.optional(self.country.as_deref().map(iso::country), "/country");
        let place = line(&self.place, 200, "/place", &mut checks);
        let started = checks.optional(self.started.map(date), "/started");
        let ended = checks.optional(self.ended.map(date), "/ended");
        let period = Period {
            started,
            ended,
            ongoing: self.ongoing,
        };
        period.check(today, &mut checks);
        within(self.hours_per_week, 1..=168, "/hours_per_week", &mut checks);
        let tasks = lines(&self.tasks, 50, "/tasks", &mut checks);
        let tools = lines(&self.tools, 50, "/tools", &mut checks);
        let context = text(&self.context, 4000, "/context", &mut checks);
        let isco_code = checks.optional(self.isco_code.map(isco_code), "/isco_code");
        let esco_uri = checks.optional(self.esco_uri.map(|it| esco(it, "occupation")), "/esco_uri");
        let has_title = self.recognition.is_none() || self.kind.is_learning();
        checks.ensure(has_title, "/recognition", "not_for_this_kind");
        checks.finish(|| {
            Some(Experience {
                kind: self.kind,
                title: title?,
                employer,
                country,
                place,
                started: started.map(|date| date.to_string()),
                ended: ended.map(|date| date.to_string()),
                ongoing: self.ongoing,
                completion: self.completion,
                hours_per_week: self.hours_per_week,
                setting: self.setting,
                tasks: Json::new(&tasks),
                tools: Json::new(&tools),
                context,
                isced_level: self.isced_level,
                isco_code,
                esco_uri,
                esco_label: None,
                esco_release: None,
                recognition: self.recognition,
            })
        })
    }

    fn rest(experience: &Experience) -> EscoName {
        EscoName::of(&experience.esco_label, &experience.esco_release)
    }
}

fn date(text: String) -> std::result::Result<PartialDate, &'static str> {
    PartialDate::parse(&text, false).map_err(DateProblem::code)
}

impl From<Experience> for ExperienceForm {
    fn from(experience: Experience) -> Self {
        let Experience {
            kind,
            title,
            employer,
            country,
            place,
            started,
            ended,
            ongoing,
            completion,
            hours_per_week,
            setting,
            tasks,
            tools,
            context,
            isced_level,
            isco_code,
            esco_uri,
            recognition,
            ..
        } = experience;
        Self {
            kind,
            title,
            employer,
            country,
            place,
            started,
            ended,
            ongoing,
            completion,
            hours_per_week,
            setting,
            tasks: tasks.get(),
            tools: tools.get(),
            context,
            isced_level,
            isco_code,
            esco_uri,
            recognition,
        }
    }
}
