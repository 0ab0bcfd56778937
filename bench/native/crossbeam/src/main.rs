//! crossbeam's bounded queue and bounded channel between many producers and many consumers.
//! crossbeam array-queue|channel PRODUCERS CONSUMERS N
mod meter;

use crossbeam_queue::ArrayQueue;
use meter::Meter;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;
use std::{env, process, thread};

const CAPACITY: usize = 4096;
/// An item says in its highest bits who sent it.
const SEQUENCE_BITS: u32 = 28;
const MAX_ITEMS: u32 = (1 << SEQUENCE_BITS) - 2;
/// As many looks as a queue makes before it gives its core away: there may be fewer cores than threads.
const SPINS: u32 = 1000;

/// Keeps each producer's order, and counts.
struct Ledger {
    items: u64,
    sum: u64,
    in_order: bool,
    last: [i64; 16],
}

impl Ledger {
    fn new() -> Ledger {
        Ledger { items: 0, sum: 0, in_order: true, last: [-1; 16] }
    }

    fn add(&mut self, item: u32) {
        let sequence = i64::from(item & ((1 << SEQUENCE_BITS) - 1));
        let last = &mut self.last[(item >> SEQUENCE_BITS) as usize];
        self.in_order &= sequence > *last;
        *last = sequence;
        self.items += 1;
        self.sum += sequence as u64;
    }
}

#[derive(Default)]
struct Patience {
    looks: u32,
}

impl Patience {
    fn wait(&mut self) {
        self.looks += 1;
        if self.looks % SPINS == 0 {
            thread::yield_now();
        } else {
            std::hint::spin_loop();
        }
    }
}

/// Items of one producer.
fn items_of(thread: u32, each: u32) -> impl Iterator<Item = u32> {
    (0..each).map(move |k| thread << SEQUENCE_BITS | k)
}

/// A queue has no end: it is empty after the last producer has ended.
fn through_queue(producers: u32, consumers: u32, each: u32) -> Vec<Ledger> {
    let queue = ArrayQueue::new(CAPACITY);
    let at_work = AtomicU32::new(producers);
    let (queue, at_work) = (&queue, &at_work);
    thread::scope(|scope| {
        let crew: Vec<_> = (0..consumers)
            .map(|_| {
                scope.spawn(move || {
                    let (mut ledger, mut patience) = (Ledger::new(), Patience::default());
                    loop {
                        // Looked at before the queue: what the last producer pushed is seen after this.
                        let ended = at_work.load(Ordering::Acquire) == 0;
                        match queue.pop() {
                            Some(item) => ledger.add(item),
                            None if ended => return ledger,
                            None => patience.wait(),
                        }
                    }
                })
            })
            .collect();
        for t in 0..producers {
            scope.spawn(move || {
                let mut patience = Patience::default();
                for item in items_of(t, each) {
                    while queue.push(item).is_err() {
                        patience.wait();
                    }
                }
                at_work.fetch_sub(1, Ordering::Release);
            });
        }
        crew.into_iter().map(|consumer| consumer.join().unwrap()).collect()
    })
}

/// Blocking sends and receives; the channel ends when its last sender is dropped.
fn through_channel(producers: u32, consumers: u32, each: u32) -> Vec<Ledger> {
    let (sender, receiver) = crossbeam_channel::bounded(CAPACITY);
    thread::scope(|scope| {
        let crew: Vec<_> = (0..consumers)
            .map(|_| {
                let receiver = receiver.clone();
                scope.spawn(move || {
                    let mut ledger = Ledger::new();
                    for item in receiver {
                        ledger.add(item);
                    }
                    ledger
                })
            })
            .collect();
        for t in 0..producers {
            let sender = sender.clone();
            scope.spawn(move || {
                for item in items_of(t, each) {
                    sender.send(item).unwrap();
                }
            });
        }
        drop(sender);
        crew.into_iter().map(|consumer| consumer.join().unwrap()).collect()
    })
}

fn run(args: &[String]) -> Option<String> {
    let [_, what, numbers @ ..] = args else { return None };
    let numbers: Vec<u32> = numbers.iter().filter_map(|word| word.parse().ok()).collect();
    let [producers, consumers, count] = *numbers.as_slice() else { return None };
    let threads = 1..=8;
    if !threads.contains(&producers) || !threads.contains(&consumers) || !(1..=MAX_ITEMS).contains(&count) {
        return None;
    }
    let through = match what.as_str() {
        "array-queue" => through_queue,
        "channel" => through_channel,
        _ => return None,
    };
    let each = (count + producers - 1) / producers;
    let meter = Meter::start();
    let start = Instant::now();
    let ledgers = through(producers, consumers, each);
    let seconds = start.elapsed().as_secs_f64();
    let meter = meter.stop();
    let (all, each) = (u64::from(each) * u64::from(producers), u64::from(each));
    let arrived: u64 = ledgers.iter().map(|ledger| ledger.items).sum();
    let sum: u64 = ledgers.iter().map(|ledger| ledger.sum).sum();
    if arrived != all || sum != all * (each - 1) / 2 || !ledgers.iter().all(|ledger| ledger.in_order) {
        return Some("{\"failed\":\"an item was lost, doubled or out of order\"}".to_string());
    }
    Some(format!("{{\"items\":{all},\"seconds\":{seconds:.9},{meter}}}"))
}

fn main() {
    let args: Vec<String> = env::args().collect();
    if let Some(outcome) = run(&args) {
        println!("{outcome}");
        return;
    }
    println!(
        "{{\"failed\":\"usage: crossbeam array-queue|channel PRODUCERS CONSUMERS N, 1 to 8 threads a side, \
         up to 2^28 - 2 items\"}}"
    );
    process::exit(1);
}
