// One producer and one consumer: a ring with cached indices, the floor for a queue of JavaScript, and Boost's.
// spsc acquire-release|sequential|boost u32|record BATCH N
#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>
#ifdef HAS_BOOST
#include <boost/lockfree/spsc_queue.hpp>
#endif
#include "items.hpp"
#include "outcome.hpp"

constexpr uint32_t capacity = 4096;

// Each side keeps a copy of the other's index and asks again only when the copy says full, or empty.
// `publish` is the order of the store that hands items over; JavaScript has only the sequential one.
template <typename Item, std::memory_order publish>
class Ring {
 public:
  // How many of `count` found room.
  uint32_t push(const Item* items, uint32_t count) {
    uint32_t tail = tail_.load(std::memory_order_relaxed);
    if (capacity - (tail - head_seen_) < count) head_seen_ = head_.load(std::memory_order_acquire);
    uint32_t run = std::min(count, capacity - (tail - head_seen_));
    if (run == 0) return 0;
    for (uint32_t k = 0; k < run; k++) slots_[(tail + k) % capacity] = items[k];
    tail_.store(tail + run, publish);
    return run;
  }

  uint32_t pop(Item* into, uint32_t count) {
    uint32_t head = head_.load(std::memory_order_relaxed);
    if (tail_seen_ - head < count) tail_seen_ = tail_.load(std::memory_order_acquire);
    uint32_t run = std::min(count, tail_seen_ - head);
    if (run == 0) return 0;
    for (uint32_t k = 0; k < run; k++) into[k] = slots_[(head + k) % capacity];
    head_.store(head + run, publish);
    return run;
  }

 private:
  alignas(64) std::atomic<uint32_t> tail_{0};
  uint32_t head_seen_ = 0;
  alignas(64) std::atomic<uint32_t> head_{0};
  uint32_t tail_seen_ = 0;
  alignas(64) Item slots_[capacity];
};

#ifdef HAS_BOOST
template <typename Item>
class BoostRing {
 public:
  uint32_t push(const Item* items, uint32_t count) { return static_cast<uint32_t>(ring_.push(items, count)); }
  uint32_t pop(Item* into, uint32_t count) { return static_cast<uint32_t>(ring_.pop(into, count)); }

 private:
  boost::lockfree::spsc_queue<Item, boost::lockfree::capacity<capacity>> ring_;
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

template <typename Ring, typename Item>
static int run(uint32_t batch, uint32_t count) {
  static Ring ring;
  bool right = true;
  Meter meter(true);
  auto start = Clock::now();
  std::thread producer([=] {
    std::vector<Item> items(batch);
    Patience patience;
    for (uint32_t k = 0; k < count; k += batch) {
      uint32_t wanted = std::min(batch, count - k);
      for (uint32_t j = 0; j < wanted; j++) set_item(items[j], k + j);
      for (uint32_t done = 0; done < wanted;) {
        uint32_t pushed = ring.push(items.data() + done, wanted - done);
        if (pushed == 0) patience.wait();
        done += pushed;
      }
    }
  });
  std::vector<Item> items(batch);
  Patience patience;
  for (uint32_t k = 0; k < count;) {
    uint32_t popped = ring.pop(items.data(), batch);
    if (popped == 0) patience.wait();
    for (uint32_t j = 0; j < popped; j++) right &= is_item(items[j], k + j);
    k += popped;
  }
  producer.join();
  double seconds = seconds_since(start);
  meter.stop();
  Item left;
  if (!right || ring.pop(&left, 1) != 0) return fail("an item was lost, doubled or out of order");
  print_rate(count, seconds, meter);
  return 0;
}

template <typename Item>
static int run(const std::string& what, uint32_t batch, uint32_t count) {
  if (what == "acquire-release") return run<Ring<Item, std::memory_order_release>, Item>(batch, count);
  if (what == "sequential") return run<Ring<Item, std::memory_order_seq_cst>, Item>(batch, count);
#ifdef HAS_BOOST
  if (what == "boost") return run<BoostRing<Item>, Item>(batch, count);
#endif
  return fail("no such ring: acquire-release, sequential, or boost if built with libboost-dev");
}

int main(int count, char** args) {
  constexpr const char* usage =
      "usage: spsc acquire-release|sequential|boost u32|record BATCH N, batches up to 4,096, up to 2^28 - 2 items";
  if (count != 5) return fail(usage);
  std::string item = args[2];
  unsigned long batch = std::strtoul(args[3], nullptr, 10), items = std::strtoul(args[4], nullptr, 10);
  if (batch < 1 || batch > capacity || items < 1 || items > max_items) return fail(usage);
  auto b = static_cast<uint32_t>(batch), n = static_cast<uint32_t>(items);
  if (item == "u32") return run<uint32_t>(args[1], b, n);
  return item == "record" ? run<Quote>(args[1], b, n) : fail(usage);
}
