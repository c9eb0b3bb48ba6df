mod bodies;
mod definitions;
mod private;
mod responses;

pub use definitions::{list, read};
pub use private::{answer_by_code, complete_by_code, open_by_code};
pub use responses::{
    answer, compare, complete, list_responses, make_link, read_response, remove, revoke_link, start,
};
