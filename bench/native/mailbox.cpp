// A slot for one item as C++20 has it: a state word that threads wait on (a futex on Linux), and a slot.
// mailbox rate THREADS N | mailbox latency 1 N | mailbox pair 1 N
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>
#include "outcome.hpp"

// For one producer and one consumer: nobody else can claim the slot.
struct Mailbox {
  enum : uint32_t { empty, full };
  alignas(64) std::atomic<uint32_t> state{empty};
  uint32_t item = 0;

  void push(uint32_t value) {
    state.wait(full, std::memory_order_acquire);
    item = value;
    state.store(full, std::memory_order_release);
    state.notify_one();
  }

  uint32_t pop() {
    state.wait(empty, std::memory_order_acquire);
    uint32_t value = item;
    state.store(empty, std::memory_order_release);
    state.notify_one();
    return value;
  }
};

// For any number of them: a claim by compare-and-exchange. Producers and consumers wait on one word, so
// notify_one could wake somebody who can do nothing with the news.
struct SharedMailbox {
  enum : uint32_t { empty, writing, full, reading };
  alignas(64) std::atomic<uint32_t> state{empty};
  uint32_t item = 0;

  void claim(uint32_t idle, uint32_t owned) {
    for (uint32_t seen = idle; !state.compare_exchange_weak(seen, owned, std::memory_order_acquire); seen = idle) {
      if (seen != idle) state.wait(seen, std::memory_order_relaxed);
    }
  }

  void release(uint32_t idle) {
    state.store(idle, std::memory_order_release);
    state.notify_all();
  }

  void push(uint32_t value) {
    claim(empty, writing);
    item = value;
    release(full);
  }

  uint32_t pop() {
    claim(full, reading);
    uint32_t value = item;
    release(empty);
    return value;
  }
};

// An item says in its highest bits who sent it.
constexpr unsigned sequence_bits = 28;
constexpr uint32_t end_item = UINT32_MAX;

struct Received {
  uint64_t items = 0, sum = 0;
  bool in_order = true;
};

template <typename Box>
static Received receive(Box& box) {
  Received received;
  std::vector<int64_t> last(16, -1);
  for (uint32_t item; (item = box.pop()) != end_item;) {
    uint32_t producer = item >> sequence_bits, sequence = item & ((1u << sequence_bits) - 1);
    if (last[producer] >= sequence) received.in_order = false;
    last[producer] = sequence;
    received.items++;
    received.sum += sequence;
  }
  return received;
}

template <typename Box>
static int rate(uint32_t threads, uint32_t count) {
  static Box box;
  uint32_t each = (count + threads - 1) / threads;
  std::vector<Received> received(threads);
  std::vector<std::thread> crew;
  Meter meter(true);
  auto start = Clock::now();
  for (uint32_t t = 0; t < threads; t++) {
    crew.emplace_back([&received, t] { received[t] = receive(box); });
    crew.emplace_back([t, each] {
      for (uint32_t k = 0; k < each; k++) box.push(t << sequence_bits | k);
      box.push(end_item);
    });
  }
  for (auto& thread : crew) thread.join();
  double seconds = seconds_since(start);
  meter.stop();
  Received total;
  for (auto& part : received) {
    total.items += part.items;
    total.sum += part.sum;
    total.in_order &= part.in_order;
  }
  uint64_t all = static_cast<uint64_t>(each) * threads;
  if (!total.in_order || total.items != all || total.sum != all * (each - 1) / 2) {
    return fail("an item was lost, doubled or out of order");
  }
  print_rate(static_cast<double>(all), seconds, meter);
  return 0;
}

static int latency(uint32_t count) {
  static Mailbox there, back;
  Meter meter(true);
  std::thread pong([count] {
    for (uint32_t k = 0; k < count; k++) back.push(there.pop());
  });
  std::vector<double> trips_us(count);
  bool right = true;
  auto start = Clock::now();
  for (uint32_t k = 0; k < count; k++) {
    auto from = Clock::now();
    there.push(k);
    right &= back.pop() == k;
    trips_us[k] = seconds_since(from) * 1e6;
  }
  double seconds = seconds_since(start);
  pong.join();
  meter.stop();
  if (!right) return fail("an item was lost or out of order");
  print_latency(count, seconds, trips_us, meter);
  return 0;
}

// Through the form for many, since one thread of many is what it is compared with.
static int pair(uint32_t count) {
  static SharedMailbox box;
  bool right = true;
  Meter meter(false);
  auto start = Clock::now();
  for (uint32_t k = 0; k < count; k++) {
    box.push(k);
    right &= box.pop() == k;
  }
  double seconds = seconds_since(start);
  meter.stop();
  if (!right) return fail("an item was lost");
  print_rate(count, seconds, meter);
  return 0;
}

int main(int count, char** args) {
  constexpr const char* usage = "usage: mailbox rate|latency|pair THREADS N, 1 to 4 threads, up to 2^28 - 2 items";
  if (count != 4) return fail(usage);
  std::string what = args[1];
  unsigned long threads = std::strtoul(args[2], nullptr, 10), items = std::strtoul(args[3], nullptr, 10);
  if (threads < 1 || threads > 4 || items < 1 || items > (1u << sequence_bits) - 2) return fail(usage);
  uint32_t n = static_cast<uint32_t>(items);
  if (what == "latency") return latency(n);
  if (what == "pair") return pair(n);
  if (what != "rate") return fail(usage);
  return threads == 1 ? rate<Mailbox>(1, n) : rate<SharedMailbox>(static_cast<uint32_t>(threads), n);
}
