//! One file for each thing that a user relies on. Each test is named by the user's situation.

mod util;

mod closing;
mod delivering;
mod own_fetch;
mod page;
mod reconnecting;
mod refused;
mod releasing;
mod requesting;
mod resources;
mod throwing;
mod tokens;
