use super::*;

const HERE: Place = Place {
    table: "identifiers",
    column: "sealed_value",
    row: "r1",
    organisation: "o1",
};

#[test]
fn a_sealed_text_opens_in_its_place_and_nowhere_else() {
    let vault = Vault::open_with(&Vault::new_master_key()).unwrap();
    let (key, wrapped) = vault.new_data_key(HERE);
    let sealed = key.seal(HERE, "DLLMMD95A01Z343V");
    assert!(!sealed.contains("DLLMMD"));

    let again = vault.unwrap_data_key(HERE, &wrapped).unwrap();
    assert_eq!(again.open(HERE, &sealed).unwrap(), "DLLMMD95A01Z343V");
    for place in [
        Place { row: "r2", ..HERE },
        Place {
            column: "other",
            ..HERE
        },
        Place {
            organisation: "o2",
            ..HERE
        },
    ] {
        assert!(again.open(place, &sealed).is_err());
    }
    let other = Vault::open_with(&Vault::new_master_key()).unwrap();
    assert!(other.unwrap_data_key(HERE, &wrapped).is_err());
    assert_eq!((vault.unopened().get(), other.unopened().get()), (3, 1));
}

#[test]
fn sealed_bytes_open_in_their_place_unaltered_and_not_as_a_text() {
    let vault = Vault::open_with(&Vault::new_master_key()).unwrap();
    let (key, _) = vault.new_data_key(HERE);
    let sealed = key.seal_bytes(HERE, b"%PDF-1.7");
    assert!(!sealed.windows(4).any(|it| it == b"%PDF"));
    assert_eq!(key.open_bytes(HERE, &sealed).unwrap(), b"%PDF-1.7");
    assert!(
        key.open_bytes(Place { row: "r2", ..HERE }, &sealed)
            .is_err()
    );
    for index in 0..sealed.len() {
        let mut altered = sealed.clone();
        altered[index] ^= 1;
        assert!(key.open_bytes(HERE, &altered).is_err(), "byte {index}");
    }
    assert!(
        key.open_bytes(HERE, key.seal(HERE, "text").as_bytes())
            .is_err()
    );
}

#[test]
fn any_altered_symbol_keeps_a_sealed_text_shut() {
    let vault = Vault::open_with(&Vault::new_master_key()).unwrap();
    let (key, _) = vault.new_data_key(HERE);
    let sealed = key.seal(HERE, "text");
    for index in 0..sealed.len() {
        let mut altered = sealed.clone().into_bytes();
        altered[index] = if altered[index] == b'A' { b'B' } else { b'A' };
        let altered = String::from_utf8(altered).unwrap();
        // The last symbol of base64 carries bits that no byte uses.
        if altered != sealed && index + 1 < sealed.len() {
            assert!(key.open(HERE, &altered).is_err(), "symbol {index}");
        }
    }
}

#[test]
fn a_blind_index_depends_on_kind_and_master_key() {
    let vault = Vault::open_with(&Vault::new_master_key()).unwrap();
    assert_eq!(vault.blind_index("a", "x"), vault.blind_index("a", "x"));
    assert_ne!(vault.blind_index("a", "x"), vault.blind_index("b", "x"));
    let other = Vault::open_with(&Vault::new_master_key()).unwrap();
    assert_ne!(vault.blind_index("a", "x"), other.blind_index("a", "x"));
}

#[test]
fn a_short_or_garbled_master_key_is_refused() {
    assert!(Vault::open_with("c2hvcnQ").is_err());
    assert!(Vault::open_with("not base64!").is_err());
    // As `head -c 32 /dev/urandom | base64` writes it.
    assert!(Vault::open_with("++++++++++++++++++++++++++++++++++++++++++8=\n").is_ok());
}

/// Under a key that was made after a person's first one was erased.
#[test]
fn what_was_sealed_under_an_erased_key_is_told_from_what_was_altered() {
    let vault = Vault::open_with(&Vault::new_master_key()).unwrap();
    let at = |day: &str| format!("2026-03-{day}T09:00:00").parse().unwrap();
    let (erased, _) = vault.new_data_key(HERE);
    let (key, _) = vault.new_data_key(HERE);
    let key = key.made_at(at("02"));
    let (text, bytes) = (erased.seal(HERE, "text"), erased.seal_bytes(HERE, b"file"));
    assert_eq!(key.open_since(HERE, &text, at("01")).unwrap(), None);
    assert_eq!(key.open_bytes_since(HERE, &bytes, at("01")).unwrap(), None);
    assert_eq!(vault.unopened().get(), 0);
    assert!(key.open_since(HERE, &text, at("02")).is_err());
    assert!(key.open_bytes_since(HERE, &bytes, at("03")).is_err());
    assert_eq!(vault.unopened().get(), 2);
    // An old record that was written anew since.
    let text = key.seal(HERE, "again");
    let opened = key.open_since(HERE, &text, at("01")).unwrap();
    assert_eq!(opened.as_deref(), Some("again"));
}
