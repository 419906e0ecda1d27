//! What the parser is measured with.

use eventsource_wasm::event_stream::{Batch, Parser};

/// A stream of a kind, and the bytes of one chunk of it.
pub struct Workload {
    pub name: &'static str,
    pub stream: Vec<u8>,
    pub chunk: usize,
}

/// Of each kind that `benches/browser` has too, about a megabyte.
pub fn workloads() -> Vec<Workload> {
    let sentence = "The quick brown fox jumps over the lazy dog and looks for the next event of the stream. ";
    let delta = r#"{"id":"chatcmpl-9fK2mQ7","object":"chat.completion.chunk","created":1700000000,"model":"large-1""#;
    let cjk = "東京の天気は晴れ、気温は二十度です。🦀🚀 서울은 맑음 🌏 你好，世界。";
    let line = "x".repeat(64 << 10);
    vec![
        workload("tick", 13_000, |index| {
            format!("id: {index:06}\nevent: tick\ndata: {{\"symbol\":\"ACME\",\"price\":{index}}}\n\n")
        }),
        workload("llm", 7_000, |index| format!("data: {delta},\"choices\":[{{\"delta\":\" token{index:06}\"}}]}}\n\n")),
        workload("64k", 16, |_| format!("data: {line}\n\n")),
        workload("multi-line", 500, |_| format!("data: {sentence}\n").repeat(20) + "\n"),
        workload("utf8", 6_000, |index| format!("data: {index:06}{cjk}{cjk}\n\n")),
        workload("comments", 4_000, |index| format!(": keep-alive\n:\n: {sentence}\ndata: {index:06} {sentence}\n\n")),
        Workload { chunk: 1460, ..workload("one-line", 1, |_| format!("data: {}\n\n", line.repeat(16))) },
    ]
}

fn workload(name: &'static str, events: usize, event: impl Fn(usize) -> String) -> Workload {
    Workload { name, stream: (0..events).map(event).collect::<String>().into_bytes(), chunk: 64 << 10 }
}

/// What the npm package does with a stream, up to the border to JavaScript. Gives the number of events.
#[inline(never)]
pub fn parse(Workload { stream, chunk, .. }: &Workload) -> usize {
    let mut parser = Parser::new(usize::MAX);
    let mut batch = Batch::new();
    let mut table = Vec::new();
    let read = |chunk| {
        batch.clear();
        table.clear();
        let result = parser.push(chunk, &mut batch);
        batch.write_table(&mut table);
        result.map_or(0, |()| batch.len())
    };
    stream.chunks(*chunk).map(read).sum()
}
