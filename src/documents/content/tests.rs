//! The hash of a content.

use super::{Bilingual, content_hash};

#[test]
fn the_hash_is_that_of_the_sorted_json_without_nulls() {
    let text = Bilingual {
        it: "ciao".into(),
        second: None,
    };
    // printf '{"it":"ciao"}' | sha256sum
    assert_eq!(
        content_hash(&text),
        "41b3db92c5dec099e2dcd2816bb81429fbd4a585f89677399518d415289979af"
    );
}

#[test]
fn the_order_of_members_does_not_count_and_their_values_do() {
    #[derive(serde::Serialize)]
    struct Turned {
        it: &'static str,
        second: &'static str,
    }
    let text = Bilingual {
        it: "ciao".into(),
        second: Some("hello".into()),
    };
    assert_eq!(
        content_hash(&text),
        content_hash(&Turned {
            second: "hello",
            it: "ciao"
        })
    );
    assert_ne!(
        content_hash(&text),
        content_hash(&Turned {
            second: "ciao",
            it: "hello"
        })
    );
}
