use std::fmt::Write;

use bilancio::access::policy::reach;
use bilancio::access::{Action, Resource, Role};

/// The policy as a table; a change to it shows in review as a change to this snapshot.
#[test]
fn policy_table() {
    let mut table = String::new();
    for resource in Resource::ALL {
        for role in Role::ALL {
            let granted: Vec<_> = Action::ALL
                .iter()
                .map(|action| (action, reach(*role, *action, *resource)))
                .filter(|(_, reach)| *reach != bilancio::access::policy::Reach::Nothing)
                .map(|(action, reach)| format!("{action}={reach:?}"))
                .collect();
            if !granted.is_empty() {
                writeln!(
                    table,
                    "{:<22}{:<18}{}",
                    resource.as_str(),
                    role.as_str(),
                    granted.join(" ")
                )
                .unwrap();
            }
        }
    }
    insta::assert_snapshot!(table);
}

/// The page that a privacy officer reads says what the code does.
#[test]
fn the_page_on_access_holds_the_policy() {
    let page = std::fs::read_to_string("docs/ACCESS.md").unwrap();
    let table = bilancio::access::policy::table();
    assert!(
        page.ends_with(&table),
        "write `bilancio policy` to the end of docs/ACCESS.md"
    );
}
