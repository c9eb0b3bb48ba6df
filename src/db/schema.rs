//! Tables as both databases see them: only types that `#[derive(MultiConnection)]` supports.

diesel::table! {
    organisations (id) {
        id -> Text,
        name -> Text,
        kind -> Text,
        tax_code -> Nullable<Text>,
        municipality -> Text,
        address -> Text,
        email -> Nullable<Text>,
        phone -> Nullable<Text>,
        certificate_prefix -> Nullable<Text>,
        active -> Bool,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        caseload_limit -> Nullable<Integer>,
        privacy_contact -> Nullable<Text>,
        legal_note -> Nullable<Text>,
    }
}

diesel::table! {
    agreements (id) {
        id -> Text,
        organisation_id -> Text,
        partner_id -> Text,
        kind -> Text,
        title -> Text,
        signed_on -> Date,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        warned_on -> Nullable<Date>,
        version -> Integer,
        created_at -> Timestamp,
    }
}

diesel::table! {
    users (id) {
        id -> Text,
        email -> Text,
        display_name -> Text,
        password_hash -> Nullable<Text>,
        active -> Bool,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    memberships (id) {
        id -> Text,
        user_id -> Text,
        organisation_id -> Text,
        role -> Text,
        active -> Bool,
        created_at -> Timestamp,
        identity_provider -> Nullable<Text>,
    }
}

diesel::table! {
    external_identities (id) {
        id -> Text,
        user_id -> Text,
        issuer -> Text,
        subject -> Text,
        created_at -> Timestamp,
        confirmed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    authentication_requests (id) {
        id -> Text,
        secret_hash -> Text,
        identity_provider -> Text,
        mode -> Text,
        sign_in_id -> Nullable<Text>,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    sign_ins (id) {
        id -> Text,
        user_id -> Text,
        membership_id -> Text,
        authenticated_at -> Timestamp,
        expires_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        methods -> Text,
        identity_provider -> Nullable<Text>,
    }
}

diesel::table! {
    refresh_tokens (id) {
        id -> Text,
        sign_in_id -> Text,
        token_hash -> Text,
        mode -> Text,
        made_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
        successor_id -> Nullable<Text>,
        replaced_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    signing_keys (id) {
        id -> Text,
        sealed_private_key -> Text,
        public_key -> Text,
        created_at -> Timestamp,
        retired_at -> Nullable<Timestamp>,
        compromised_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    data_keys (id) {
        id -> Text,
        organisation_id -> Text,
        wrapped_key -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    service_marks (name) {
        name -> Text,
        value -> Text,
    }
}

diesel::table! {
    idempotency_keys (user_id, idempotency_key) {
        user_id -> Text,
        idempotency_key -> Text,
        request_hash -> Text,
        answer -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    outbox_mails (id) {
        id -> Text,
        kind -> Text,
        recipient -> Text,
        link -> Text,
        created_at -> Timestamp,
        next_attempt_at -> Nullable<Timestamp>,
        attempts -> Integer,
        sent_at -> Nullable<Timestamp>,
        failure -> Nullable<Text>,
    }
}

diesel::table! {
    password_links (id) {
        id -> Text,
        user_id -> Text,
        kind -> Text,
        token_hash -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    second_factors (user_id) {
        user_id -> Text,
        sealed_secret -> Nullable<Text>,
        offered_secret -> Nullable<Text>,
        last_step -> Nullable<BigInt>,
        confirmed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    recovery_codes (user_id, code_hash) {
        user_id -> Text,
        code_hash -> Text,
    }
}

diesel::table! {
    activity_log (id) {
        id -> Text,
        at -> Timestamp,
        request_id -> Text,
        user_id -> Nullable<Text>,
        sign_in_id -> Nullable<Text>,
        role -> Text,
        organisation_id -> Nullable<Text>,
        operation -> Text,
        outcome -> Text,
        reason_code -> Nullable<Text>,
        address_hash -> Nullable<Text>,
    }
}

diesel::table! {
    log_addresses (entry_id) {
        entry_id -> Text,
        address -> Text,
        salt -> Text,
    }
}

diesel::table! {
    activity_log_records (entry_id, parent_id, resource, action) {
        entry_id -> Text,
        action -> Text,
        resource -> Text,
        parent -> Text,
        parent_id -> Text,
    }
}

diesel::table! {
    sealed_entries (sequence) {
        sequence -> BigInt,
        entry_id -> Text,
        hash -> Text,
    }
}

diesel::table! {
    log_checkpoints (sequence) {
        sequence -> BigInt,
        hash -> Text,
        made_at -> Timestamp,
        statement -> Text,
    }
}

diesel::table! {
    security_events (id) {
        id -> Text,
        organisation_id -> Text,
        kind -> Text,
        at -> Timestamp,
        user_id -> Nullable<Text>,
        entry_id -> Nullable<Text>,
    }
}

diesel::table! {
    pathway_templates (id) {
        id -> Text,
        organisation_id -> Text,
        code -> Text,
        edition -> Integer,
        method -> Text,
        title -> Text,
        steps -> Text,
        created_at -> Timestamp,
        created_by -> Text,
    }
}

diesel::table! {
    programmes (id) {
        id -> Text,
        organisation_id -> Text,
        code -> Text,
        title -> Text,
        funder -> Text,
        fund -> Text,
        project_code -> Nullable<Text>,
        starts_on -> Date,
        ends_on -> Nullable<Date>,
        pathway_template_id -> Text,
        capacity -> Nullable<Integer>,
        minimum_attendance_percent -> Integer,
        certificate_rule -> Text,
        work_right_rule -> Text,
        eligibility_checks -> Text,
        active -> Bool,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        hidden_form_sections -> Text,
    }
}

diesel::table! {
    intake_referrals (id) {
        id -> Text,
        organisation_id -> Text,
        sender_organisation_id -> Text,
        sender_user_id -> Text,
        programme_id -> Nullable<Text>,
        status -> Text,
        given_name -> Text,
        family_name -> Text,
        birth_year -> Nullable<Integer>,
        preferred_language -> Nullable<Text>,
        contact -> Text,
        reason -> Text,
        expectations -> Text,
        urgent -> Bool,
        consent_language -> Text,
        consent_on -> Date,
        consent_withdrawn_on -> Nullable<Date>,
        contacted_on -> Nullable<Date>,
        decline_reason -> Nullable<Text>,
        decline_advice -> Nullable<Text>,
        case_id -> Nullable<Text>,
        sent_at -> Timestamp,
        received_at -> Nullable<Timestamp>,
        decided_at -> Nullable<Timestamp>,
        decided_by -> Nullable<Text>,
        version -> Integer,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    intake_referral_name_keys (referral_id, name_key) {
        referral_id -> Text,
        sender_organisation_id -> Text,
        name_key -> Text,
    }
}

diesel::table! {
    beneficiaries (id) {
        id -> Text,
        organisation_id -> Text,
        person_code -> Text,
        given_name -> Text,
        family_name -> Text,
        name_original_script -> Nullable<Text>,
        aliases -> Text,
        birth_on -> Nullable<Date>,
        birth_precision -> Nullable<Text>,
        sex_registered -> Text,
        citizenships -> Text,
        birth_country -> Nullable<Text>,
        languages -> Text,
        preferred_language -> Text,
        interpreter_needed -> Bool,
        literacy -> Text,
        contacts -> Text,
        municipality -> Nullable<Text>,
        arrival_year -> Nullable<Integer>,
        dependants_count -> Nullable<Integer>,
        childcare_needed -> Bool,
        support_needs -> Text,
        vulnerability_reported -> Bool,
        driving_licences -> Text,
        name_confirmed -> Bool,
        version -> Integer,
        created_at -> Timestamp,
        created_by -> Text,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    beneficiary_search_keys (beneficiary_id, search_key) {
        beneficiary_id -> Text,
        organisation_id -> Text,
        search_key -> Text,
    }
}

diesel::table! {
    beneficiary_merges (id) {
        id -> Text,
        organisation_id -> Text,
        kept_id -> Text,
        merged_id -> Text,
        merged_code -> Text,
        standing_id -> Text,
        taken -> Text,
        moved -> Text,
        sealed_particulars -> Text,
        merged_at -> Timestamp,
        merged_by -> Text,
        reversed_at -> Nullable<Timestamp>,
        reversed_by -> Nullable<Text>,
    }
}

diesel::table! {
    beneficiary_matches (id) {
        id -> Text,
        organisation_id -> Text,
        beneficiary_id -> Text,
        person_code -> Text,
        authorised_on -> Date,
        other_organisation_id -> Text,
        told_code -> Text,
        other_beneficiary_id -> Nullable<Text>,
        other_person_code -> Nullable<Text>,
        other_authorised_on -> Nullable<Date>,
        status -> Text,
        proposed_at -> Timestamp,
        proposed_by -> Text,
        expires_at -> Timestamp,
        answered_at -> Nullable<Timestamp>,
        answered_by -> Nullable<Text>,
        ended_at -> Nullable<Timestamp>,
        ended_by -> Nullable<Text>,
    }
}

diesel::table! {
    identifiers (id) {
        id -> Text,
        beneficiary_id -> Text,
        organisation_id -> Text,
        kind -> Text,
        sealed_value -> Text,
        blind_index -> Text,
        issuing_country -> Nullable<Text>,
        valid_from -> Nullable<Date>,
        valid_to -> Nullable<Date>,
        verified_on -> Nullable<Date>,
        verified_by -> Nullable<Text>,
        replaced_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
        created_by -> Text,
        key_holder_id -> Nullable<Text>,
    }
}

diesel::table! {
    stay_permits (id) {
        id -> Text,
        beneficiary_id -> Text,
        organisation_id -> Text,
        permit_code -> Text,
        status -> Text,
        application_on -> Nullable<Date>,
        issued_on -> Nullable<Date>,
        expires_on -> Nullable<Date>,
        created_at -> Timestamp,
        created_by -> Text,
    }
}

diesel::table! {
    reception_stays (id) {
        id -> Text,
        beneficiary_id -> Text,
        organisation_id -> Text,
        reception_organisation_id -> Nullable<Text>,
        facility_kind -> Text,
        from_on -> Nullable<Date>,
        to_on -> Nullable<Date>,
        expected_exit_on -> Nullable<Date>,
        created_at -> Timestamp,
        created_by -> Text,
    }
}

diesel::table! {
    cases (id) {
        id -> Text,
        organisation_id -> Text,
        case_code -> Text,
        beneficiary_id -> Text,
        programme_id -> Text,
        pathway_template_id -> Text,
        intake_referral_id -> Nullable<Text>,
        status -> Text,
        suspended_from -> Nullable<Text>,
        suspension_reason -> Nullable<Text>,
        suspension_review_on -> Nullable<Date>,
        closure_reason -> Nullable<Text>,
        needs_analysis -> Text,
        waived_steps_reason -> Nullable<Text>,
        waived_steps_by -> Nullable<Text>,
        attendance_waiver_reason -> Nullable<Text>,
        attendance_waiver_by -> Nullable<Text>,
        synthesis_given_on -> Nullable<Date>,
        synthesis_language -> Nullable<Text>,
        observations -> Nullable<Text>,
        without_observations -> Bool,
        without_next_steps -> Bool,
        follow_up_due_on -> Nullable<Date>,
        opened_at -> Timestamp,
        started_at -> Nullable<Timestamp>,
        ended_at -> Nullable<Timestamp>,
        version -> Integer,
        created_by -> Text,
        updated_at -> Timestamp,
        key_holder_id -> Nullable<Text>,
        resources_and_limits -> Text,
        starting_request -> Nullable<Text>,
    }
}

diesel::table! {
    case_operators (case_id, user_id) {
        case_id -> Text,
        user_id -> Text,
        organisation_id -> Text,
        part -> Text,
        assigned_at -> Timestamp,
    }
}

diesel::table! {
    past_assignments (id) {
        id -> Text,
        case_id -> Text,
        user_id -> Text,
        organisation_id -> Text,
        part -> Text,
        assigned_at -> Timestamp,
        ended_at -> Timestamp,
    }
}

diesel::table! {
    stand_ins (id) {
        id -> Text,
        organisation_id -> Text,
        absent_user_id -> Text,
        stand_in_user_id -> Text,
        from_on -> Date,
        to_on -> Date,
        ended_at -> Nullable<Timestamp>,
        created_by -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    case_transfers (id) {
        id -> Text,
        case_id -> Text,
        organisation_id -> Text,
        case_code -> Text,
        recipient_organisation_id -> Text,
        authorisation_id -> Text,
        status -> Text,
        message -> Text,
        snapshot -> Nullable<Text>,
        expires_on -> Date,
        refusal_reason -> Nullable<Text>,
        new_case_id -> Nullable<Text>,
        new_case_code -> Nullable<Text>,
        offered_by -> Text,
        offered_at -> Timestamp,
        decided_by -> Nullable<Text>,
        decided_at -> Nullable<Timestamp>,
        version -> Integer,
    }
}

diesel::table! {
    case_moves (id) {
        id -> Text,
        case_id -> Text,
        organisation_id -> Text,
        event -> Text,
        from_status -> Nullable<Text>,
        to_status -> Text,
        reason -> Nullable<Text>,
        at -> Timestamp,
        moved_by -> Text,
    }
}

diesel::table! {
    eligibility_answers (case_id, check_code) {
        case_id -> Text,
        organisation_id -> Text,
        check_code -> Text,
        satisfied -> Bool,
        evidence -> Text,
        override_reason -> Nullable<Text>,
        answered_by -> Text,
        answered_at -> Timestamp,
    }
}

diesel::table! {
    privacy_notices (id) {
        id -> Text,
        case_id -> Text,
        organisation_id -> Text,
        text_version -> Text,
        text_language -> Text,
        explained_in -> Text,
        interpreter -> Text,
        delivered_on -> Date,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}

diesel::table! {
    participation_agreements (id) {
        id -> Text,
        case_id -> Text,
        organisation_id -> Text,
        text_version -> Text,
        text_language -> Text,
        explained_in -> Text,
        interpreter -> Text,
        rhythm -> Text,
        signed_on -> Date,
        guardian_signed_on -> Nullable<Date>,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}

diesel::table! {
    follow_ups (id) {
        id -> Text,
        case_id -> Text,
        organisation_id -> Text,
        contacted_on -> Date,
        reached -> Bool,
        outcome -> Text,
        note -> Text,
        recorded_by -> Text,
        recorded_at -> Timestamp,
        isco_code -> Nullable<Text>,
        esco_uri -> Nullable<Text>,
        esco_label -> Nullable<Text>,
        esco_release -> Nullable<Text>,
    }
}

diesel::table! {
    next_steps (id) {
        id -> Text,
        case_id -> Text,
        organisation_id -> Text,
        kind -> Text,
        description -> Text,
        due_on -> Nullable<Date>,
        done -> Bool,
        version -> Integer,
        created_at -> Timestamp,
        responsible -> Nullable<Text>,
    }
}

diesel::table! {
    groups (id) {
        id -> Text,
        organisation_id -> Text,
        programme_id -> Text,
        label -> Text,
        language -> Text,
        conductor_id -> Text,
        mediator -> Nullable<Text>,
        capacity -> Integer,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    group_members (group_id, case_id) {
        group_id -> Text,
        case_id -> Text,
        organisation_id -> Text,
        joined_on -> Date,
        left_on -> Nullable<Date>,
    }
}

diesel::table! {
    sessions (id) {
        id -> Text,
        organisation_id -> Text,
        case_id -> Nullable<Text>,
        group_id -> Nullable<Text>,
        kind -> Text,
        step -> Nullable<Integer>,
        mode -> Text,
        status -> Text,
        scheduled_from -> Timestamp,
        scheduled_to -> Timestamp,
        held_from -> Nullable<Timestamp>,
        held_to -> Nullable<Timestamp>,
        place -> Text,
        language -> Text,
        interpreter -> Text,
        conductor_id -> Text,
        mediator -> Nullable<Text>,
        mediator_id -> Nullable<Text>,
        topics -> Text,
        shared_summary -> Text,
        cancelled_reason -> Nullable<Text>,
        held_recorded_at -> Nullable<Timestamp>,
        locked_at -> Nullable<Timestamp>,
        version -> Integer,
        created_at -> Timestamp,
        created_by -> Text,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    session_changes (id) {
        id -> Text,
        session_id -> Text,
        organisation_id -> Text,
        kind -> Text,
        reason -> Text,
        before -> Text,
        at -> Timestamp,
        changed_by -> Text,
    }
}

diesel::table! {
    attendances (session_id, case_id) {
        session_id -> Text,
        case_id -> Text,
        organisation_id -> Text,
        status -> Text,
        minutes -> Integer,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}

diesel::table! {
    working_notes (id) {
        id -> Text,
        session_id -> Text,
        case_id -> Text,
        organisation_id -> Text,
        author_id -> Text,
        sealed_text -> Text,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    access_grants (id) {
        id -> Text,
        case_id -> Text,
        organisation_id -> Text,
        user_id -> Text,
        scope -> Text,
        reason_code -> Text,
        reason -> Text,
        sealed_reason -> Nullable<Text>,
        granted_at -> Timestamp,
        expires_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
        revoked_by -> Nullable<Text>,
    }
}

diesel::table! {
    esco_catalogues (id) {
        id -> Text,
        release -> Text,
        digest -> Text,
        contents -> Binary,
        imported_at -> Timestamp,
    }
}

diesel::table! {
    experiences (id) {
        id -> Text,
        case_id -> Text,
        organisation_id -> Text,
        kind -> Text,
        title -> Text,
        employer -> Text,
        country -> Nullable<Text>,
        place -> Text,
        started -> Nullable<Text>,
        ended -> Nullable<Text>,
        ongoing -> Bool,
        completion -> Text,
        hours_per_week -> Nullable<Integer>,
        setting -> Text,
        tasks -> Text,
        tools -> Text,
        context -> Text,
        isced_level -> Nullable<Text>,
        isco_code -> Nullable<Text>,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        esco_uri -> Nullable<Text>,
        esco_label -> Nullable<Text>,
        esco_release -> Nullable<Text>,
        recognition -> Nullable<Text>,
    }
}

diesel::table! {
    evidence (id) {
        id -> Text,
        case_id -> Text,
        organisation_id -> Text,
        experience_id -> Nullable<Text>,
        kind -> Text,
        description -> Text,
        verification -> Text,
        original_seen -> Bool,
        verification_channel -> Nullable<Text>,
        original_language -> Nullable<Text>,
        translation -> Text,
        legalisation -> Text,
        quality -> Nullable<Integer>,
        completeness -> Nullable<Integer>,
        exhaustiveness -> Nullable<Integer>,
        pertinence -> Nullable<Integer>,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    evidence_files (id) {
        id -> Text,
        evidence_id -> Text,
        case_id -> Text,
        organisation_id -> Text,
        media_type -> Text,
        size_bytes -> Integer,
        width_pixels -> Nullable<Integer>,
        height_pixels -> Nullable<Integer>,
        received_hash -> Text,
        kept_hash -> Text,
        uploaded_by -> Text,
        uploaded_at -> Timestamp,
        sealed_contents -> Nullable<Binary>,
        object_name -> Nullable<Text>,
    }
}

diesel::table! {
    object_removals (name) {
        name -> Text,
        organisation_id -> Text,
        due_at -> Timestamp,
    }
}

diesel::table! {
    language_skills (id) {
        id -> Text,
        case_id -> Text,
        organisation_id -> Text,
        language -> Text,
        mother_tongue -> Bool,
        listening -> Text,
        reading -> Text,
        spoken_interaction -> Text,
        spoken_production -> Text,
        writing -> Text,
        source -> Text,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    competences (id) {
        id -> Text,
        case_id -> Text,
        organisation_id -> Text,
        label -> Text,
        kind -> Text,
        description -> Text,
        setting -> Text,
        self_level -> Nullable<Integer>,
        agreed_level -> Nullable<Integer>,
        last_used_year -> Nullable<Integer>,
        esco_uri -> Nullable<Text>,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        esco_label -> Nullable<Text>,
        esco_release -> Nullable<Text>,
        repertory_codes -> Text,
        transferability -> Text,
    }
}

diesel::table! {
    competence_experiences (competence_id, experience_id) {
        competence_id -> Text,
        experience_id -> Text,
        case_id -> Text,
        organisation_id -> Text,
    }
}

diesel::table! {
    competence_evidence (competence_id, evidence_id) {
        competence_id -> Text,
        evidence_id -> Text,
        case_id -> Text,
        organisation_id -> Text,
    }
}

diesel::table! {
    skill_decisions (experience_id, esco_uri) {
        experience_id -> Text,
        esco_uri -> Text,
        case_id -> Text,
        organisation_id -> Text,
        decision -> Text,
        competence_id -> Nullable<Text>,
        esco_label -> Nullable<Text>,
        esco_release -> Text,
        decided_by -> Text,
        decided_at -> Timestamp,
    }
}

diesel::table! {
    expectations (id) {
        id -> Text,
        case_id -> Text,
        organisation_id -> Text,
        kind -> Text,
        priority -> Integer,
        description -> Text,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    professional_goals (case_id) {
        case_id -> Text,
        organisation_id -> Text,
        goal -> Text,
        horizon -> Nullable<Text>,
        no_goal_reason -> Nullable<Text>,
        alternatives -> Text,
        favourable_factors -> Text,
        unfavourable_factors -> Text,
        version -> Integer,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    assessments (id) {
        id -> Text,
        case_id -> Text,
        organisation_id -> Text,
        kind -> Text,
        assessor_id -> Text,
        assessed_on -> Date,
        methods -> Text,
        summary -> Text,
        items -> Text,
        item_count -> Integer,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    assessment_competences (assessment_id, competence_id) {
        assessment_id -> Text,
        competence_id -> Text,
        case_id -> Text,
        organisation_id -> Text,
    }
}

diesel::table! {
    documents (id) {
        id -> Text,
        case_id -> Text,
        organisation_id -> Text,
        kind -> Text,
        edition -> Integer,
        status -> Text,
        content -> Text,
        content_hash -> Text,
        file -> Nullable<Binary>,
        file_hash -> Nullable<Text>,
        author_id -> Text,
        created_at -> Timestamp,
        approved_by -> Nullable<Text>,
        issued_at -> Nullable<Timestamp>,
        review_comment -> Nullable<Text>,
        version -> Integer,
        signed_file_hash -> Nullable<Text>,
        signed_by -> Nullable<Text>,
        signed_file_added_at -> Nullable<Timestamp>,
        signed_file_added_by -> Nullable<Text>,
        signed_file -> Nullable<Binary>,
    }
}

diesel::table! {
    signed_file_withdrawals (id) {
        id -> Text,
        document_id -> Text,
        organisation_id -> Text,
        file_hash -> Text,
        signed_by -> Text,
        added_at -> Timestamp,
        added_by -> Text,
        file -> Binary,
        withdrawn_at -> Timestamp,
        withdrawn_by -> Text,
        reason_code -> Text,
        sealed_reason -> Text,
    }
}

diesel::table! {
    certificates (id) {
        id -> Text,
        case_id -> Text,
        organisation_id -> Text,
        document_id -> Text,
        number -> Text,
        verification_code -> Text,
        status -> Text,
        minutes_attended -> Integer,
        minutes_planned -> Integer,
        issued_by -> Text,
        issued_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        ended_by -> Nullable<Text>,
        ended_reason -> Nullable<Text>,
        replaced_by -> Nullable<Text>,
        version -> Integer,
        shows_birth -> Text,
        name_in_original_script -> Bool,
        replacement_reason -> Nullable<Text>,
    }
}

diesel::table! {
    issuer_keys (id) {
        id -> Text,
        organisation_id -> Text,
        algorithm -> Text,
        sealed_private_key -> Text,
        public_jwk -> Text,
        created_at -> Timestamp,
        retired_at -> Nullable<Timestamp>,
        compromised_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    status_lists (id) {
        id -> Text,
        organisation_id -> Text,
        places_given -> Integer,
        signed -> Text,
        created_at -> Timestamp,
        signed_at -> Timestamp,
    }
}

diesel::table! {
    credentials (id) {
        id -> Text,
        case_id -> Text,
        organisation_id -> Text,
        kind -> Text,
        certificate_id -> Nullable<Text>,
        issuer_key_id -> Text,
        status_list_id -> Text,
        status_place -> Integer,
        token -> Text,
        issued_by -> Text,
        issued_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    entitlements (id) {
        id -> Text,
        organisation_id -> Text,
        legal_reference -> Text,
        public_holder -> Text,
        levels -> Text,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        recorded_by -> Text,
        recorded_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    competence_credentials (id) {
        id -> Text,
        case_id -> Text,
        organisation_id -> Text,
        credential_id -> Text,
        status -> Text,
        requested_on -> Date,
        request_form -> Text,
        attestation_level -> Text,
        entitlement_id -> Nullable<Text>,
        name_in_original_script -> Bool,
        competences -> Text,
        issued_by -> Text,
        issued_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        ended_by -> Nullable<Text>,
        ended_reason -> Nullable<Text>,
        version -> Integer,
        act_reference -> Nullable<Text>,
    }
}

diesel::table! {
    reference_requests (id) {
        id -> Text,
        case_id -> Text,
        organisation_id -> Text,
        evidence_id -> Text,
        language -> Text,
        sealed_contact -> Text,
        sealed_statement -> Text,
        agreed_on -> Date,
        explained_in -> Text,
        origin_contact -> Bool,
        origin_authorised_on -> Nullable<Date>,
        status -> Text,
        asked_by -> Text,
        asked_at -> Timestamp,
        decided_by -> Nullable<Text>,
        decided_at -> Nullable<Timestamp>,
        revocation_reason -> Nullable<Text>,
        answer -> Nullable<Text>,
        sealed_answer -> Nullable<Text>,
        answered_at -> Nullable<Timestamp>,
        sealed_dismissal -> Nullable<Text>,
        dismissed_by -> Nullable<Text>,
        dismissed_at -> Nullable<Timestamp>,
        updated_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    reference_links (id) {
        id -> Text,
        request_id -> Text,
        case_id -> Text,
        organisation_id -> Text,
        token_hash -> Text,
        created_by -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    certificate_counters (organisation_id, year) {
        organisation_id -> Text,
        year -> Integer,
        last_number -> Integer,
    }
}

diesel::table! {
    sharing_authorisations (id) {
        id -> Text,
        case_id -> Text,
        organisation_id -> Text,
        recipient_organisation_id -> Text,
        purpose -> Text,
        explained_in -> Text,
        interpreter -> Text,
        includes_contact -> Bool,
        includes_work_right -> Bool,
        given_on -> Date,
        expires_on -> Date,
        revoked_at -> Nullable<Timestamp>,
        recorded_by -> Text,
        recorded_at -> Timestamp,
        includes_profile -> Bool,
        includes_candidacy -> Bool,
    }
}

diesel::table! {
    sharing_authorisation_documents (authorisation_id, document_id) {
        authorisation_id -> Text,
        document_id -> Text,
        organisation_id -> Text,
    }
}

diesel::table! {
    outbound_referrals (id) {
        id -> Text,
        case_id -> Text,
        organisation_id -> Text,
        recipient_organisation_id -> Text,
        authorisation_id -> Text,
        letter_id -> Nullable<Text>,
        kind -> Text,
        request -> Text,
        status -> Text,
        work_right -> Nullable<Text>,
        sent_at -> Nullable<Timestamp>,
        answered_at -> Nullable<Timestamp>,
        outcome -> Nullable<Text>,
        reply -> Text,
        version -> Integer,
        created_by -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    outbound_referral_documents (referral_id, document_id) {
        referral_id -> Text,
        document_id -> Text,
        organisation_id -> Text,
    }
}

diesel::table! {
    address_turns (kind, address_key) {
        kind -> Text,
        address_key -> Text,
        spent_until_ms -> BigInt,
    }
}

diesel::table! {
    sign_in_failures (account_key) {
        account_key -> Text,
        failures -> Integer,
        open_at_ms -> BigInt,
        counted_at_ms -> BigInt,
        last_attempt -> Text,
    }
}

diesel::table! {
    questionnaire_responses (id) {
        id -> Text,
        case_id -> Text,
        organisation_id -> Text,
        questionnaire -> Text,
        definition_version -> Integer,
        moment -> Text,
        private -> Bool,
        answers_shown -> Bool,
        status -> Text,
        answered -> Integer,
        sealed_answers -> Text,
        started_by -> Text,
        started_at -> Timestamp,
        completed_at -> Nullable<Timestamp>,
        updated_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    questionnaire_links (id) {
        id -> Text,
        response_id -> Text,
        case_id -> Text,
        organisation_id -> Text,
        code_hash -> Text,
        created_by -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    certificate_batches (id) {
        id -> Text,
        organisation_id -> Text,
        group_id -> Text,
        asked_by -> Text,
        asked_at -> Timestamp,
        worker -> Nullable<Text>,
        worked_until -> Timestamp,
        finished_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    certificate_batch_items (batch_id, case_id) {
        batch_id -> Text,
        case_id -> Text,
        organisation_id -> Text,
        place -> Integer,
        outcome -> Text,
        certificate_id -> Nullable<Text>,
        unmet -> Text,
        attempts -> Integer,
    }
}

diesel::table! {
    record_imports (id) {
        id -> Text,
        organisation_id -> Text,
        format -> Text,
        status -> Text,
        lines_done -> Integer,
        lines -> Text,
        version -> Integer,
        created_by -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        wrapped_key -> Nullable<Text>,
        sealed_lines -> Nullable<Text>,
    }
}

diesel::joinable!(memberships -> users (user_id));
diesel::joinable!(memberships -> organisations (organisation_id));
diesel::joinable!(sign_ins -> memberships (membership_id));
diesel::joinable!(activity_log_records -> activity_log (entry_id));
diesel::joinable!(cases -> beneficiaries (beneficiary_id));
diesel::joinable!(cases -> programmes (programme_id));
diesel::joinable!(case_operators -> cases (case_id));
diesel::joinable!(case_operators -> users (user_id));
diesel::joinable!(case_transfers -> sharing_authorisations (authorisation_id));
diesel::joinable!(sessions -> cases (case_id));
diesel::joinable!(access_grants -> cases (case_id));
diesel::joinable!(attendances -> sessions (session_id));
diesel::joinable!(attendances -> cases (case_id));
diesel::joinable!(group_members -> groups (group_id));
diesel::joinable!(group_members -> cases (case_id));
diesel::joinable!(programmes -> pathway_templates (pathway_template_id));
diesel::joinable!(signed_file_withdrawals -> documents (document_id));
diesel::joinable!(certificates -> documents (document_id));
diesel::joinable!(certificates -> cases (case_id));
diesel::joinable!(certificate_batch_items -> certificates (certificate_id));
diesel::joinable!(certificate_batch_items -> cases (case_id));
diesel::joinable!(documents -> cases (case_id));
diesel::joinable!(outbound_referrals -> cases (case_id));
diesel::joinable!(outbound_referrals -> sharing_authorisations (authorisation_id));
diesel::joinable!(outbound_referral_documents -> documents (document_id));
diesel::joinable!(sharing_authorisation_documents -> sharing_authorisations (authorisation_id));
diesel::joinable!(beneficiary_search_keys -> beneficiaries (beneficiary_id));
diesel::joinable!(identifiers -> beneficiaries (beneficiary_id));
diesel::joinable!(intake_referral_name_keys -> intake_referrals (referral_id));
diesel::joinable!(competence_experiences -> competences (competence_id));
diesel::joinable!(competences -> cases (case_id));
diesel::joinable!(competence_evidence -> evidence (evidence_id));
diesel::joinable!(sign_ins -> users (user_id));
diesel::joinable!(password_links -> users (user_id));
diesel::joinable!(external_identities -> users (user_id));

diesel::allow_columns_to_appear_in_same_group_by_clause!(
    activity_log::user_id,
    activity_log::organisation_id,
    activity_log_records::parent,
);

diesel::allow_columns_to_appear_in_same_group_by_clause!(
    security_events::user_id,
    security_events::organisation_id,
);

diesel::allow_tables_to_appear_in_same_query!(
    organisations,
    agreements,
    users,
    memberships,
    sign_ins,
    external_identities,
    authentication_requests,
    refresh_tokens,
    signing_keys,
    data_keys,
    service_marks,
    idempotency_keys,
    outbox_mails,
    password_links,
    second_factors,
    recovery_codes,
    address_turns,
    sign_in_failures,
    activity_log,
    activity_log_records,
    sealed_entries,
    log_checkpoints,
    log_addresses,
    security_events,
    pathway_templates,
    programmes,
    intake_referrals,
    intake_referral_name_keys,
    beneficiaries,
    beneficiary_search_keys,
    beneficiary_merges,
    beneficiary_matches,
    identifiers,
    stay_permits,
    reception_stays,
    cases,
    case_operators,
    past_assignments,
    stand_ins,
    case_transfers,
    case_moves,
    eligibility_answers,
    privacy_notices,
    participation_agreements,
    follow_ups,
    next_steps,
    groups,
    group_members,
    sessions,
    session_changes,
    attendances,
    working_notes,
    access_grants,
    experiences,
    evidence,
    evidence_files,
    language_skills,
    competences,
    competence_experiences,
    competence_evidence,
    skill_decisions,
    expectations,
    professional_goals,
    questionnaire_responses,
    questionnaire_links,
    record_imports,
    assessments,
    assessment_competences,
    documents,
    signed_file_withdrawals,
    certificates,
    certificate_batches,
    certificate_batch_items,
    issuer_keys,
    status_lists,
    credentials,
    entitlements,
    competence_credentials,
    reference_requests,
    reference_links,
    certificate_counters,
    sharing_authorisations,
    sharing_authorisation_documents,
    outbound_referrals,
    outbound_referral_documents,
);
