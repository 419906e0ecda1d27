//! Who is back, over time, one line for each policy, as an SVG that is readable on light and dark ground.

use std::fmt::Write;

use super::crowd::Outcome;

const LEFT: f64 = 48.0;
const TOP: f64 = 20.0;
const PLOT: (f64, f64) = (460.0, 320.0);
/// The seconds that are shown.
const SHOWN: usize = 300;
const COLOURS: [&str; 7] = ["#d1495b", "#2e86ab", "#e09f3e", "#3a7d44", "#8e5ea2", "#777777", "#00a6a6"];

pub(crate) fn svg(results: &[(&str, Outcome)], capacity: u32) -> String {
    let mut out = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 980 380\" font-family=\"system-ui, sans-serif\" \
         font-size=\"12\" role=\"img\"><title>Clients that are back after a drain, over time</title>\
         <style>text{fill:#555}.grid{stroke:#999;stroke-opacity:.35}.ideal{stroke:#999;stroke-dasharray:4 4}\
         @media(prefers-color-scheme:dark){text{fill:#ccc}}</style>\n",
    );
    for percent in (0..=100).step_by(25) {
        let y = y_of(f64::from(percent) / 100.0);
        let _ = writeln!(
            out,
            "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>\
             <text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{percent} %</text>",
            LEFT + PLOT.0,
            LEFT - 6.0,
            y + 4.0
        );
    }
    for second in (0..=SHOWN).step_by(60) {
        let (x, y) = (x_of(second as f64), TOP + PLOT.1 + 18.0);
        let _ = writeln!(out, "<text x=\"{x:.1}\" y=\"{y}\" text-anchor=\"middle\">{second} s</text>");
    }
    let clients = results.first().map_or(0.0, |(_, outcome)| outcome.clients as f64);
    let _ = writeln!(
        out,
        "<line class=\"ideal\" x1=\"{LEFT}\" x2=\"{:.1}\" y1=\"{:.1}\" y2=\"{:.1}\"/>",
        x_of(clients / f64::from(capacity)),
        y_of(0.0),
        y_of(1.0)
    );
    for (index, (name, outcome)) in results.iter().enumerate() {
        let colour = COLOURS[index % COLOURS.len()];
        let dash = if index < COLOURS.len() { "" } else { " stroke-dasharray=\"6 3\"" };
        let y = 22.0_f64.mul_add(index as f64, TOP + 8.0);
        let x = LEFT + PLOT.0 + 24.0;
        let label = name.replace('`', "");
        let _ = writeln!(
            out,
            "<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.8\"{dash} points=\"{}\"/>\
             <line x1=\"{x}\" x2=\"{}\" y1=\"{y}\" y2=\"{y}\" stroke=\"{colour}\" stroke-width=\"3\"{dash}/>\
             <text x=\"{}\" y=\"{}\">{label}</text>",
            points(outcome),
            x + 22.0,
            x + 28.0,
            y + 4.0
        );
    }
    let _ = writeln!(
        out,
        "<text x=\"{}\" y=\"{}\">dashed grey: as fast as the server can</text>",
        LEFT + PLOT.0 + 24.0,
        TOP + PLOT.1
    );
    out + "</svg>\n"
}

fn points(outcome: &Outcome) -> String {
    let mut back = 0.0;
    let points = outcome.back.iter().take(SHOWN).enumerate().map(|(second, count)| {
        back += f64::from(*count);
        format!("{:.1},{:.1}", x_of(second as f64 + 1.0), y_of(back / outcome.clients as f64))
    });
    points.collect::<Vec<_>>().join(" ")
}

fn x_of(second: f64) -> f64 {
    LEFT + PLOT.0 * second / SHOWN as f64
}

fn y_of(part: f64) -> f64 {
    PLOT.1.mul_add(1.0 - part, TOP)
}
