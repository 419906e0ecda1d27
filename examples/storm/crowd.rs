//! All clients and the server, millisecond by millisecond.

use fastrand::Rng;

use super::policy::{Client, Policy};

/// What is not over after this many seconds never is.
const SECONDS: usize = 900;

/// What came of it.
pub(crate) struct Outcome {
    pub(crate) clients: usize,
    /// Attempts in each second.
    pub(crate) attempts: Vec<u32>,
    /// Clients that were taken back in each second.
    pub(crate) back: Vec<u32>,
    /// Attempts that were refused.
    pub(crate) wasted: u64,
    /// Clients that gave up.
    pub(crate) dead: u64,
}

impl Outcome {
    pub(crate) fn peak(&self) -> u32 {
        self.attempts.iter().copied().max().unwrap_or_default()
    }

    /// The second by whose end this part of all clients is back.
    pub(crate) fn back_at(&self, part: f64) -> Option<usize> {
        let mut sum = 0_u64;
        self.back.iter().position(|count| {
            sum += u64::from(*count);
            sum as f64 >= self.clients as f64 * part
        })
    }
}

/// Every client is dropped at some moment of the first second; the server takes `capacity` of them back each second, in
/// the order in which they ask.
pub(crate) fn simulate(policy: Policy, clients: usize, capacity: u32) -> Outcome {
    let mut rng = Rng::with_seed(1);
    let mut crowd: Vec<Client> = (0..clients).map(|seed| Client::new(policy, seed as u64)).collect();
    // Who asks in each millisecond.
    let mut asking: Vec<Vec<u32>> = vec![Vec::new(); SECONDS * 1000];
    let mut outcome = Outcome { clients, attempts: vec![0; SECONDS], back: vec![0; SECONDS], wasted: 0, dead: 0 };
    for (index, client) in crowd.iter_mut().enumerate() {
        let now = rng.u64(0..1000);
        let wait = client.dropped(now, &mut rng);
        plan(&mut asking, &mut outcome, index as u32, now, wait);
    }
    for moment in 0..asking.len() {
        let second = moment / 1000;
        for index in std::mem::take(&mut asking[moment]) {
            outcome.attempts[second] += 1;
            if outcome.back[second] < capacity {
                outcome.back[second] += 1;
                continue;
            }
            outcome.wasted += 1;
            let wait = crowd[index as usize].refused(moment as u64, &mut rng);
            plan(&mut asking, &mut outcome, index, moment as u64, wait);
        }
    }
    outcome
}

/// A wait of nothing at all still takes a millisecond.
fn plan(asking: &mut [Vec<u32>], outcome: &mut Outcome, index: u32, now: u64, wait: Option<u64>) {
    match wait {
        None => outcome.dead += 1,
        Some(wait) => {
            if let Some(moment) = asking.get_mut(now as usize + wait.max(1) as usize) {
                moment.push(index);
            }
        }
    }
}
