//! How fast a large chain of tasks is planned and a new link is checked: `cargo bench --bench change`.
//!
//! The anchor is petgraph on the same graph in the same run: its order of steps, and a longest path by that order, which
//! knows neither calendars nor slack.

mod chain;
mod decide;
mod table;

use std::hint::black_box;

use baton::engine::clock::{Clock as _, SystemClock};
use baton_commands::plan::{Step, circle, closes, plan};
use chrono::Duration;
use clap::Parser;
use petgraph::Direction::Incoming;
use petgraph::algo::{has_path_connecting, toposort};
use petgraph::graph::{DiGraph, NodeIndex};

use chain::Chain;
use decide::AtWork;
use table::Row;

/// What is measured, and how often.
#[derive(Parser, Debug)]
struct Args {
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    tasks: usize,
    #[arg(long, value_name = "N", default_value_t = 50_000)]
    links: usize,
    /// The middle of so many runs is told
    #[arg(long, value_name = "N", default_value_t = 21)]
    runs: usize,
    /// How many tasks in chains `/task done` is decided among
    #[arg(
        long,
        value_name = "N,…",
        value_delimiter = ',',
        default_value = "1000,10000,100000,1000000"
    )]
    many: Vec<usize>,
    /// What `cargo bench` says to every benchmark
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() {
    let args = Args::parse();
    let chain = Chain::made(args.tasks, args.links);
    let calendars = chain::calendars();
    let steps = chain.steps(&calendars);
    let graph = drawn(&chain);
    let mut rows = planning(&chain, &steps, &graph, args.runs);
    rows.extend(linking(&chain, &graph, args.runs));
    rows.extend(deciding(&chain, args.runs));
    rows.extend(args.many.iter().flat_map(|tasks| chained(*tasks, args.runs)));
    print!("{}", table::drawn(&rows));
}

/// `/task done` in one change with all of these tasks and links.
fn deciding(chain: &Chain, runs: usize) -> Vec<Row> {
    let at_work = AtWork::one(chain);
    let task = at_work.turn();
    let took = middle(runs, || at_work.done(task));
    vec![Row::alone(&format!("/task done in one change of {} tasks", at_work.tasks()), took)]
}

/// The same among so many tasks in chains across changes.
fn chained(tasks: usize, runs: usize) -> Vec<Row> {
    let before = decide::resident_mib();
    let at_work = AtWork::many(tasks);
    let task = at_work.turn();
    let took = middle(runs, || at_work.done(task));
    let held =
        decide::resident_mib().zip(before).map(|(after, before)| after.saturating_sub(before));
    let held = held.map_or(String::new(), |mib| format!(", {mib} MiB"));
    vec![Row::alone(&format!("/task done among {tasks} tasks in chains{held}"), took)]
}

/// The same graph for petgraph, a node weighing what its step takes.
fn drawn(chain: &Chain) -> DiGraph<i64, ()> {
    let mut graph = DiGraph::new();
    let nodes: Vec<NodeIndex> =
        chain.seconds.iter().map(|seconds| graph.add_node(*seconds)).collect();
    for (step, before) in chain.before.iter().enumerate() {
        for earlier in before {
            graph.add_edge(nodes[*earlier], nodes[step], ());
        }
    }
    graph
}

fn planning(chain: &Chain, steps: &[Step], graph: &DiGraph<i64, ()>, runs: usize) -> Vec<Row> {
    let planned = middle(runs, || plan(steps, chain::now(), None).map(|plan| plan.end));
    let ordered = middle(runs, || circle(&chain.before));
    let sorted = middle(runs, || toposort(graph, None));
    let longest = middle(runs, || longest(graph));
    vec![
        Row::against("plan: early, late, slack, critical path", planned, "longest path", longest),
        Row::against("no step waits for itself", ordered, "toposort", sorted),
    ]
}

/// The longest path by petgraph's order.
fn longest(graph: &DiGraph<i64, ()>) -> i64 {
    let order = toposort(graph, None).expect("no circle");
    let mut over = vec![0; graph.node_count()];
    for node in order {
        let before = graph.neighbors_directed(node, Incoming).map(|node| over[node.index()]);
        over[node.index()] = before.max().unwrap_or(0) + graph[node];
    }
    over.into_iter().max().unwrap_or(0)
}

/// Links drawn at random, each asked for the wrong way round half of the time, and the one that is usual: a new step at
/// the end.
fn linking(chain: &Chain, graph: &DiGraph<i64, ()>, runs: usize) -> Vec<Row> {
    let pairs = chain.pairs(runs * 50);
    let mut ours: Vec<Duration> = pairs.iter().map(|pair| once(|| asked(chain, *pair))).collect();
    let mut theirs: Vec<Duration> = pairs
        .iter()
        .map(|(step, earlier)| {
            once(|| {
                has_path_connecting(graph, NodeIndex::new(*step), NodeIndex::new(*earlier), None)
            })
        })
        .collect();
    let last = chain.before.len() - 1;
    let usual = middle(runs, || asked(chain, (last, last / 2)));
    let at = |times: &mut Vec<Duration>, percent: usize| {
        times.sort();
        times[(times.len() - 1) * percent / 100]
    };
    let beside = "has_path_connecting";
    vec![
        Row::against(
            "new link, at random, half of them",
            at(&mut ours, 50),
            beside,
            at(&mut theirs, 50),
        ),
        Row::against("new link, at random, 99 %", at(&mut ours, 99), beside, at(&mut theirs, 99)),
        Row::alone("new link to a step with nothing after it", usual),
    ]
}

fn asked(chain: &Chain, (step, earlier): (usize, usize)) -> Option<Vec<usize>> {
    let before = |at: usize| chain.before[at].iter().copied();
    let after = |at: usize| chain.after[at].iter().copied();
    closes(step, earlier, before, after)
}

/// How long it takes, the middle of so many runs.
fn middle<T>(runs: usize, mut work: impl FnMut() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..runs).map(|_| once(&mut work)).collect();
    times.sort();
    times[runs / 2]
}

fn once<T>(work: impl FnOnce() -> T) -> Duration {
    let begun = SystemClock.now();
    black_box(work());
    SystemClock.now() - begun
}
