use chrono::TimeDelta;

use super::desk::Desk;
use super::network::Network;
use super::roster::ADMINISTRATOR;
use crate::error::Result;
use crate::organisations::{AgreementKind, NewAgreement, service as organisations};

/// Which reception centre may refer to which job centre.
const BETWEEN: &[(&str, &str)] = &[("centre", "cas"), ("centre", "sai"), ("levante", "sai")];

pub fn sign(desk: &Desk, network: &Network) -> Result<()> {
    desk.of(ADMINISTRATOR, |tx| {
        let signed_on = tx.today() - TimeDelta::days(200);
        for (centre, partner) in BETWEEN {
            let new = NewAgreement {
                partner_id: network.organisation(partner)?,
                kind: AgreementKind::Protocol,
                title: "Protocollo d'intesa per il bilancio di competenze".to_owned(),
                signed_on,
                valid_from: signed_on,
                valid_to: Some(signed_on + TimeDelta::days(730)),
            };
            organisations::agree(tx, &network.organisation(centre)?, new)?;
        }
        Ok(())
    })
}
