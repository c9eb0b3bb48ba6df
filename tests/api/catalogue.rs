//! The catalogue of skills and occupations: found, read, imported, named by records.

use bilancio::esco::Catalogue;
use bilancio::esco::import::{self, Imported, Source};
use serde_json::{Value, json};

use crate::support::{TestApp, catalogue, esco_uri, request};

async fn names(app: &TestApp, url: &str) -> Vec<String> {
    let plain: fn(char) -> String = |c| match c {
        ' '..='~' => c.to_string(),
        _ => c
            .to_string()
            .bytes()
            .map(|byte| format!("%{byte:02X}"))
            .collect(),
    };
    let url = &url.chars().map(plain).collect::<String>();
    let answer = app.get("operator", url).await.expect(200);
    let items = answer.body["items"].as_array().unwrap();
    let text = |it: &Value| it["label"]["text"].as_str().unwrap().to_owned();
    items.iter().map(text).collect()
}

fn import(app: &TestApp, catalogue: Catalogue) -> Imported {
    import::into(&app.service.database, catalogue).unwrap()
}

#[actix_web::test]
async fn concepts_are_found_in_every_language_at_once_and_named_in_two() {
    let app = TestApp::new().await;
    for (query, first) in [
        ("tailor", "tailor"),
        ("TAILÓR", "tailor"),
        ("tailro", "tailor"),
        ("suit", "tailor"),
        ("sarta", "tailor"),
        ("خياط", "tailor"),
        ("cuoco", "cook"),
        ("cuoch", "cook"),
        ("past", "shepherd"),
        ("pastora", "shepherd"),
    ] {
        let url = format!("/v1/occupations?q={query}");
        let found = names(&app, &url).await;
        assert_eq!(
            found.first().map(String::as_str),
            Some(first),
            "{query}: {found:?}"
        );
    }
    assert_eq!(names(&app, "/v1/skills?q=couper").await[0], "cut fabrics");
    assert_eq!(
        names(&app, "/v1/skills?q=stitch").await[0],
        "sew pieces of fabric"
    );
    assert!(names(&app, "/v1/skills?q=zzzzzz").await.is_empty());
    assert!(names(&app, "/v1/skills?q=tailor").await.is_empty());

    let url = "/v1/occupations?q=tailor&lang=it&lang2=ar&limit=1";
    let tailor = app.get("operator", url).await.expect(200).body["items"][0].clone();
    assert_eq!(
        tailor["label"],
        json!({ "lang": "it", "text": "sarto/sarta" })
    );
    assert_eq!(tailor["label2"], json!({ "lang": "ar", "text": "خياط" }));
    assert_eq!(tailor["uri"], esco_uri("occupation", "tailor"));
    assert_eq!(tailor["isco_code"], "7531");
    // Where there is no name in a language, the English one says what it is.
    let url = "/v1/skills?q=milk&lang=fr&lang2=uk";
    let milk = app.get("operator", url).await.expect(200).body["items"][0].clone();
    assert_eq!(
        milk["label"],
        json!({ "lang": "fr", "text": "traire des animaux" })
    );
    assert_eq!(
        milk["label2"],
        json!({ "lang": "en", "text": "milk animals" })
    );
}

#[actix_web::test]
async fn what_is_looked_for_can_be_narrowed() {
    let app = TestApp::new().await;
    for (url, expected) in [
        (
            "/v1/skills?kind=knowledge",
            &["types of textile fibres"][..],
        ),
        ("/v1/skills?collection=language", &["speak Wolof"]),
        (
            "/v1/skills?collection=transversal&q=team",
            &["work in teams"],
        ),
        (
            "/v1/skills?reuse_level=occupation_specific",
            &["alter wearing apparel", "care for the flock"],
        ),
        ("/v1/occupations?isco_code=75", &["dressmaker", "tailor"]),
        ("/v1/occupations?isco_code=7531&q=tailor", &["tailor"]),
        ("/v1/occupations?limit=2", &["cook", "dressmaker"]),
        ("/v1/occupations?q=sarto&names_in=en", &[]),
        (
            "/v1/occupations?q=pastore&names_in=it-CH&limit=1",
            &["shepherd"],
        ),
        ("/v1/skills?names_in=ar", &[]),
        ("/v1/occupations?q=sarta&names_in=it&limit=1", &["tailor"]),
    ] {
        assert_eq!(names(&app, url).await, expected, "{url}");
    }
    for (url, status) in [
        ("/v1/skills?limit=0", 422),
        ("/v1/skills?limit=51", 422),
        ("/v1/skills?lang=it_IT", 422),
        ("/v1/skills?lang2=x", 422),
        ("/v1/skills?names_in=../..", 422),
        ("/v1/skills?kind=none", 400),
        ("/v1/skills?isco_code=75", 400),
    ] {
        app.get("operator", url).await.expect(status);
    }
    let long = format!("/v1/skills?q={}", "a".repeat(201));
    app.get("operator", &long).await.expect(422);
    let unknown = request("GET", "/v1/skills?q=sew");
    app.send(unknown).await.expect(401);
}

#[actix_web::test]
async fn an_occupation_tells_its_skills_and_a_skill_its_occupations() {
    let app = TestApp::new().await;
    let occupation = esco_uri("occupation", "tailor")
        .replace("http://data.europa.eu/esco/occupation", "/v1/occupations");
    let tailor = app.get("operator", &occupation).await.expect(200).body;
    let skills: Vec<_> = (tailor["skills"].as_array().unwrap().iter())
        .map(|it| {
            (
                it["concept"]["label"]["text"].as_str().unwrap(),
                it["essential"] == true,
            )
        })
        .collect();
    assert_eq!(skills.len(), 5);
    assert!(
        skills.contains(&("sew pieces of fabric", true)),
        "{skills:?}"
    );
    assert_eq!(skills[4], ("types of textile fibres", false));
    assert_eq!(
        tailor["other_names"],
        json!(["master tailor", "suit maker"])
    );

    let skill = esco_uri("skill", "iron textiles")
        .replace("http://data.europa.eu/esco/skill", "/v1/skills");
    let iron = app
        .get("operator", &format!("{skill}?lang=it"))
        .await
        .expect(200)
        .body;
    assert_eq!(iron["description"]["lang"], "en");
    assert_eq!(iron["broader"][0]["label"]["text"], "making clothes");
    let occupations: Vec<_> = (iron["occupations"].as_array().unwrap().iter())
        .map(|it| {
            (
                it["concept"]["label"]["lang"].as_str().unwrap(),
                it["essential"] == true,
            )
        })
        .collect();
    assert_eq!(occupations, [("it", true), ("it", true), ("it", false)]);
    // A group is none, and neither is an occupation a skill.
    for url in [
        skill.replace("skills", "occupations"),
        "/v1/skills/S6.1".to_owned(),
        esco_uri("skill", "making clothes")
            .replace("http://data.europa.eu/esco/skill", "/v1/skills"),
    ] {
        app.get("operator", &url).await.expect(404);
    }
}

#[actix_web::test]
async fn a_new_release_takes_the_place_of_the_old_one_and_forgets_nothing_that_records_name() {
    let app = TestApp::new().await;
    let before = app.get("operator", "/v1/catalogue").await.expect(200).body;
    assert_eq!(before["release"], "0.1.0");
    assert_eq!(
        (
            &before["skills"],
            &before["occupations"],
            &before["relations"]
        ),
        (&json!(13), &json!(6), &json!(19))
    );
    assert_eq!(before["languages"], json!(["en", "ar", "fr", "it"]));
    let case = format!("/v1/cases/{}", app.case("investigation").case);
    let experience = json!({
        "kind": "work_self", "title": "Sartoria", "setting": "informal",
        "esco_uri": esco_uri("occupation", "tailor"),
    });
    let experiences = format!("{case}/experiences");
    let experience = app
        .post("operator", &experiences, experience)
        .await
        .expect(201);
    assert_eq!(experience.body["esco_label"], "tailor");
    let competence = |skill: &str| {
        json!({
            "label": "Cucio", "kind": "technical", "setting": "informal",
            "esco_uri": skill, "experience_ids": [experience.id()],
        })
    };
    let competences = format!("{case}/competences");
    let known = competence(&esco_uri("skill", "sew pieces of fabric"));
    let sewing = app
        .post("operator", &competences, known.clone())
        .await
        .expect(201);
    assert_eq!(sewing.body["esco_label"], "sew pieces of fabric");
    assert_eq!(sewing.body["esco_release"], "0.1.0");
    let unknown =
        competence("http://data.europa.eu/esco/skill/00000000-0000-4000-8000-000000000000");
    let group = competence(&esco_uri("skill", "making clothes"));
    for wrong in [unknown, group] {
        let refused = app.post("operator", &competences, wrong).await.expect(422);
        assert_eq!(refused.errors(), ["/esco_uri unknown_code"]);
    }

    assert_eq!(import(&app, catalogue()), Imported::Unchanged);
    let mut next = catalogue();
    next.release = "0.2.0".to_owned();
    let gone = esco_uri("skill", "sew pieces of fabric");
    let place = next.concepts.iter().position(|it| it.uri == gone).unwrap();
    next.relations.retain(|it| it.skill as usize != place);
    next.concepts[place].uri =
        "http://data.europa.eu/esco/skill/11111111-1111-4111-8111-111111111111".to_owned();
    for labels in next.concepts[place].labels.values_mut() {
        labels.preferred = "join textiles".to_owned();
        labels.alternative.clear();
    }
    assert_eq!(import(&app, next), Imported::New);
    let after = app.get("operator", "/v1/catalogue").await.expect(200).body;
    assert_eq!(
        (&after["release"], &after["skills"]),
        (&json!("0.2.0"), &json!(13))
    );
    assert_eq!(names(&app, "/v1/skills?q=join").await[0], "join textiles");
    assert!(
        !names(&app, "/v1/skills?q=sew")
            .await
            .contains(&"sew pieces of fabric".to_owned())
    );
    // It is not proposed any more, and still there for who names it.
    let url = gone.replace("http://data.europa.eu/esco/skill", "/v1/skills");
    let vanished = app.get("operator", &url).await.expect(200).body;
    assert_eq!(vanished["skill"]["obsolete"], true);
    let kept = app
        .get("operator", sewing.header("location"))
        .await
        .expect(200);
    assert_eq!(kept.body, sewing.body);
    let changed = app
        .read_and_patch(
            "operator",
            sewing.header("location"),
            json!({ "self_level": 3 }),
        )
        .await
        .expect(200);
    assert_eq!(changed.body["esco_label"], "sew pieces of fabric");
    assert_eq!(changed.body["esco_release"], "0.1.0");
    let others = json!({ "esco_uri": esco_uri("skill", "cut fabrics") });
    let changed = app
        .read_and_patch("operator", sewing.header("location"), others)
        .await
        .expect(200);
    assert_eq!(changed.body["esco_release"], "0.2.0");
    // Another instance sees it at its next request.
    let other = app.second_instance().await;
    let call = request("GET", "/v1/catalogue").by(&app.token("operator").await);
    assert_eq!(other.send(call).await.expect(200).body, after);
}

#[actix_web::test]
async fn a_broken_release_is_refused_with_its_lines() {
    let source = |file_name: &str, contents: &str| {
        let (name, language) = file_name.trim_end_matches(".csv").rsplit_once('_').unwrap();
        Source {
            name: name.to_owned(),
            language: language.to_owned(),
            file_name: file_name.to_owned(),
            contents: contents.as_bytes().to_vec(),
        }
    };
    let skill = "http://data.europa.eu/esco/skill/00000000-0000-4000-8000-000000000001";
    let head = "conceptUri,skillType,reuseLevel,preferredLabel\n";
    let good = format!("\u{feff}{head}{skill},skill/competence,,sew\n");
    let relations = |row: &str| format!("occupationUri,relationType,skillUri\n{row}\n");
    for (files, told) in [
        (
            vec![("skills_en.csv", "conceptUri,skillType\n".to_owned())],
            "skills_en.csv has no column reuseLevel",
        ),
        (
            vec![(
                "skills_en.csv",
                format!("{head}{skill},skill/competence,\n"),
            )],
            "skills_en.csv line 2: 3 columns where there are 4",
        ),
        (
            vec![("skills_en.csv", format!("{head}{skill},magic,,sew\n"))],
            "skills_en.csv line 2: unknown skillType \"magic\"",
        ),
        (
            vec![("skills_en.csv", format!("{head}{skill},knowledge,,\n"))],
            "skills_en.csv line 2: preferredLabel is empty",
        ),
        (
            vec![("skills_en.csv", format!("{head}sew,knowledge,,sew\n"))],
            "skills_en.csv line 2: conceptUri is no address",
        ),
        (
            vec![("skills_en.csv", format!("{good}{skill},knowledge,,sew\n"))],
            "is there twice",
        ),
        (
            vec![("skills_en.csv", head.to_owned())],
            "there is no skills_xx.csv with a skill in it",
        ),
        (
            vec![(
                "occupations_en.csv",
                "conceptUri,preferredLabel\n".to_owned(),
            )],
            "there is no skills_xx.csv with a skill in it",
        ),
        (
            vec![
                ("skills_en.csv", good.clone()),
                (
                    "occupationSkillRelations_en.csv",
                    relations(&format!("{skill},essential,{skill}")),
                ),
            ],
            "occupationSkillRelations_en.csv line 2",
        ),
        (
            vec![
                ("skills_en.csv", good.clone()),
                (
                    "occupationSkillRelations_en.csv",
                    relations(&format!("http://x,essential,{skill}")),
                ),
            ],
            "line 2: http://x is in none of the files",
        ),
        (
            vec![
                ("skills_en.csv", good.clone()),
                (
                    "occupationSkillRelations_en.csv",
                    relations(&format!("http://x,perhaps,{skill}")),
                ),
            ],
            "unknown relationType \"perhaps\"",
        ),
    ] {
        let sources: Vec<_> = files
            .iter()
            .map(|(name, text)| source(name, text))
            .collect();
        let broken = import::catalogue("1", &sources, |_| {})
            .err()
            .unwrap()
            .to_string();
        assert!(broken.contains(told), "{broken}");
    }
    let latin = Source {
        contents: [head.as_bytes(), skill.as_bytes(), b",knowledge,,caf\xe9\n"].concat(),
        ..source("skills_en.csv", "")
    };
    let broken = import::catalogue("1", &[latin], |_| {}).err().unwrap();
    assert!(
        broken.to_string().contains("line 2: this is not UTF-8"),
        "{broken}"
    );
    import::catalogue("1", &[source("skills_en.csv", &good)], |_| {}).unwrap();
}
