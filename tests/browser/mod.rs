//! One file for each thing that a user relies on. Each test is named by the user's situation.

mod util;

mod closing;
mod delivering;
mod page;
mod reconnecting;
mod refused;
mod requesting;
mod resources;
