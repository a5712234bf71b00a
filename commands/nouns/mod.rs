//! What can be asked of the organisation: `/duty`, `/department`, `/client`, `/device`.

pub mod client;
pub mod department;
pub mod device;
pub mod duty;
