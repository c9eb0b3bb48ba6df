//! A read costs few queries, and as many for a hundred rows as for one.

use crate::support::{TestApp, queries};

async fn cost(app: &TestApp, who: &str, url: &str) -> Vec<String> {
    app.token(who).await;
    queries::take(&app.database.target);
    app.get(who, url).await.expect(200);
    queries::take(&app.database.target)
}

#[actix_web::test]
async fn an_organisation_is_read_with_two_queries_and_listed_with_two() {
    queries::watch();
    let app = TestApp::new().await;
    let url = format!("/v1/organisations/{}", app.organisation("cpi"));
    let read = cost(&app, "operator", &url).await;
    assert_eq!(read.len(), 2, "{read:#?}");
    let listed = cost(&app, "operator", "/v1/organisations").await;
    assert_eq!(listed.len(), 2, "{listed:#?}");
}
