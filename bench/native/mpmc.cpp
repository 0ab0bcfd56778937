// Many producers and many consumers: a sequence number in each slot (D. Vyukov's bounded queue), and libraries.
// mpmc acquire-release|sequential|boost|moodycamel|tbb PRODUCERS CONSUMERS BATCH N
#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>
#ifdef HAS_BOOST
#include <boost/lockfree/queue.hpp>
#endif
#ifdef HAS_MOODYCAMEL
#include <concurrentqueue/concurrentqueue.h>
#endif
#ifdef HAS_TBB
#include <tbb/concurrent_queue.h>
#endif
#include "items.hpp"
#include "outcome.hpp"

constexpr uint32_t capacity = 4096;

// A side of a queue as one thread sees it: `push` and `pop` never wait and say how many items it was.
template <std::memory_order claim, std::memory_order publish>
class Sequenced {
 public:
  struct Side {
    explicit Side(Sequenced& queue) : queue_(queue) {}
    uint32_t push(const uint32_t* items, uint32_t) { return queue_.push(*items); }
    uint32_t pop(uint32_t* into, uint32_t) { return queue_.pop(*into); }
    Sequenced& queue_;
  };

  Sequenced() {
    for (uint32_t k = 0; k < capacity; k++) slots_[k].turn.store(k, std::memory_order_relaxed);
  }

 private:
  struct Slot {
    std::atomic<uint32_t> turn;
    uint32_t item;
  };

  uint32_t push(uint32_t item) {
    for (uint32_t ticket = tail_.load(std::memory_order_relaxed);;) {
      Slot& slot = slots_[ticket % capacity];
      auto ahead = static_cast<int32_t>(slot.turn.load(std::memory_order_acquire) - ticket);
      if (ahead < 0) return 0;
      if (ahead > 0) {
        ticket = tail_.load(std::memory_order_relaxed);
      } else if (tail_.compare_exchange_weak(ticket, ticket + 1, claim)) {
        slot.item = item;
        slot.turn.store(ticket + 1, publish);
        return 1;
      }
    }
  }

  uint32_t pop(uint32_t& item) {
    for (uint32_t ticket = head_.load(std::memory_order_relaxed);;) {
      Slot& slot = slots_[ticket % capacity];
      auto ahead = static_cast<int32_t>(slot.turn.load(std::memory_order_acquire) - (ticket + 1));
      if (ahead < 0) return 0;
      if (ahead > 0) {
        ticket = head_.load(std::memory_order_relaxed);
      } else if (head_.compare_exchange_weak(ticket, ticket + 1, claim)) {
        item = slot.item;
        slot.turn.store(ticket + capacity, publish);
        return 1;
      }
    }
  }

  alignas(64) std::atomic<uint32_t> tail_{0};
  alignas(64) std::atomic<uint32_t> head_{0};
  alignas(64) Slot slots_[capacity];
};

#ifdef HAS_BOOST
struct Boost {
  struct Side {
    explicit Side(Boost& boost) : queue_(boost.queue) {}
    uint32_t push(const uint32_t* items, uint32_t) { return queue_.bounded_push(*items); }
    uint32_t pop(uint32_t* into, uint32_t) { return queue_.pop(*into); }
    boost::lockfree::queue<uint32_t>& queue_;
  };
  boost::lockfree::queue<uint32_t> queue{capacity};
};
#endif

#ifdef HAS_MOODYCAMEL
// It has no bound: producers may run ahead as far as they like. With tokens, as its documentation advises; batches
// are its bulk operations.
struct Moodycamel {
  struct Side {
    explicit Side(Moodycamel& shared) : shared_(shared), producer_(shared.queue), consumer_(shared.queue) {}
    uint32_t push(const uint32_t* items, uint32_t count) {
      return shared_.queue.enqueue_bulk(producer_, items, count) ? count : 0;
    }
    uint32_t pop(uint32_t* into, uint32_t count) {
      return static_cast<uint32_t>(shared_.queue.try_dequeue_bulk(consumer_, into, count));
    }
    Moodycamel& shared_;
    moodycamel::ProducerToken producer_;
    moodycamel::ConsumerToken consumer_;
  };
  moodycamel::ConcurrentQueue<uint32_t> queue{capacity};
};
#endif

#ifdef HAS_TBB
struct Tbb {
  struct Side {
    explicit Side(Tbb& tbb) : queue_(tbb.queue) {}
    uint32_t push(const uint32_t* items, uint32_t) { return queue_.try_push(*items); }
    uint32_t pop(uint32_t* into, uint32_t) { return queue_.try_pop(*into); }
    tbb::concurrent_bounded_queue<uint32_t>& queue_;
  };
  Tbb() { queue.set_capacity(capacity); }
  tbb::concurrent_bounded_queue<uint32_t> queue;
};
#endif

// As many looks as a queue makes before it gives its core away: there may be fewer cores than threads.
constexpr int spins = 1000;

struct Patience {
  int looks = 0;
  void wait() {
    if (++looks % spins == 0) std::this_thread::yield();
  }
};

template <typename Side>
static void push_all(Side& side, const uint32_t* items, uint32_t count) {
  Patience patience;
  for (uint32_t done = 0; done < count;) {
    uint32_t pushed = side.push(items + done, count - done);
    if (pushed == 0) patience.wait();
    done += pushed;
  }
}

template <typename Queue>
static void produce(Queue& queue, uint32_t thread, uint32_t each, uint32_t batch) {
  typename Queue::Side side(queue);
  std::vector<uint32_t> items(batch);
  for (uint32_t k = 0; k < each; k += batch) {
    uint32_t wanted = std::min(batch, each - k);
    for (uint32_t j = 0; j < wanted; j++) items[j] = thread << sequence_bits | (k + j);
    push_all(side, items.data(), wanted);
  }
}

// Until the queue is empty after the last producer has ended. An item for the end would not do: moodycamel's
// queue keeps the order of each producer, not that between them.
template <typename Queue>
static Ledger consume(Queue& queue, uint32_t batch, const std::atomic<uint32_t>& at_work) {
  typename Queue::Side side(queue);
  Ledger ledger;
  Patience patience;
  std::vector<uint32_t> items(batch);
  for (;;) {
    // Looked at before the queue: what the last producer pushed is seen after this.
    bool ended = at_work.load(std::memory_order_acquire) == 0;
    uint32_t popped = side.pop(items.data(), batch);
    for (uint32_t j = 0; j < popped; j++) ledger.add(items[j]);
    if (popped > 0) continue;
    if (ended) return ledger;
    patience.wait();
  }
}

template <typename Queue>
static int run(uint32_t producers, uint32_t consumers, uint32_t batch, uint32_t count) {
  auto queue = std::make_unique<Queue>();
  uint32_t each = (count + producers - 1) / producers;
  std::atomic<uint32_t> at_work{producers};
  std::vector<Ledger> ledgers(consumers);
  std::vector<std::thread> crew;
  Meter meter(true);
  auto start = Clock::now();
  for (uint32_t t = 0; t < consumers; t++) {
    crew.emplace_back([&, t] { ledgers[t] = consume(*queue, batch, at_work); });
  }
  for (uint32_t t = 0; t < producers; t++) {
    crew.emplace_back([&, t] {
      produce(*queue, t, each, batch);
      at_work.fetch_sub(1, std::memory_order_release);
    });
  }
  for (auto& thread : crew) thread.join();
  double seconds = seconds_since(start);
  meter.stop();
  if (!all_arrived(ledgers, producers, each)) return fail("an item was lost, doubled or out of order");
  print_rate(static_cast<double>(each) * producers, seconds, meter);
  return 0;
}

int main(int count, char** args) {
  constexpr const char* usage =
      "usage: mpmc acquire-release|sequential|boost|moodycamel|tbb PRODUCERS CONSUMERS BATCH N, "
      "1 to 8 threads a side, batches up to 4,096, up to 2^28 - 2 items";
  if (count != 6) return fail(usage);
  std::string what = args[1];
  unsigned long numbers[4];
  for (int k = 0; k < 4; k++) numbers[k] = std::strtoul(args[k + 2], nullptr, 10);
  auto [p, c, b, n] = numbers;
  if (p < 1 || p > 8 || c < 1 || c > 8 || b < 1 || b > capacity || n < 1 || n > max_items) return fail(usage);
  uint32_t producers = static_cast<uint32_t>(p), consumers = static_cast<uint32_t>(c);
  uint32_t batch = static_cast<uint32_t>(b), items = static_cast<uint32_t>(n);
  using std::memory_order_relaxed, std::memory_order_release, std::memory_order_seq_cst;
  if (what == "acquire-release") {
    return run<Sequenced<memory_order_relaxed, memory_order_release>>(producers, consumers, batch, items);
  }
  if (what == "sequential") {
    return run<Sequenced<memory_order_seq_cst, memory_order_seq_cst>>(producers, consumers, batch, items);
  }
#ifdef HAS_BOOST
  if (what == "boost") return run<Boost>(producers, consumers, batch, items);
#endif
#ifdef HAS_MOODYCAMEL
  if (what == "moodycamel") return run<Moodycamel>(producers, consumers, batch, items);
#endif
#ifdef HAS_TBB
  if (what == "tbb") return run<Tbb>(producers, consumers, batch, items);
#endif
  return fail("no such queue, or built without its library");
}
