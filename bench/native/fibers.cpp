// Fibers with stacks of their own: Boost.Context alone, whose switch is the least there is, and Boost.Fiber
// with its scheduler. fibers context|fiber turns|spawn|baton N
#ifdef HAS_BOOST_FIBER
#include <boost/context/fiber.hpp>
#include <boost/context/pooled_fixedsize_stack.hpp>
#include <boost/fiber/all.hpp>
#endif
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>
#include "outcome.hpp"

#ifdef HAS_BOOST_FIBER
namespace context = boost::context;
namespace fibers = boost::fibers;

// As many as take turns in the other sides.
constexpr uint64_t turning = 1000;

static int context_turns(uint64_t count) {
  uint64_t times = (count + turning - 1) / turning, sum = 0;
  std::vector<context::fiber> ready;
  Meter meter(false);
  auto start = Clock::now();
  for (uint64_t k = 0; k < turning; k++) {
    ready.emplace_back([times, &sum](context::fiber&& caller) {
      for (uint64_t done = 0; done < times; done++) {
        sum++;
        caller = std::move(caller).resume();
      }
      return std::move(caller);
    });
  }
  for (uint64_t ended = 0; ended < turning;) {
    ended = 0;
    for (auto& one : ready) {
      if (one) one = std::move(one).resume();
      if (!one) ended++;
    }
  }
  double seconds = seconds_since(start);
  meter.stop();
  if (sum != times * turning) return fail("a turn was lost");
  print_rate(static_cast<double>(sum), seconds, meter);
  return 0;
}

static int fiber_turns(uint64_t count) {
  uint64_t times = (count + turning - 1) / turning, sum = 0;
  Meter meter(false);
  auto start = Clock::now();
  std::vector<fibers::fiber> all;
  for (uint64_t k = 0; k < turning; k++) {
    all.emplace_back([times, &sum] {
      for (uint64_t done = 0; done < times; done++) {
        sum++;
        boost::this_fiber::yield();
      }
    });
  }
  for (auto& one : all) one.join();
  double seconds = seconds_since(start);
  meter.stop();
  if (sum != times * turning) return fail("a turn was lost");
  print_rate(static_cast<double>(sum), seconds, meter);
  return 0;
}

// Stacks come from a pool, as in programs that start many.
static int fiber_spawn(uint64_t count) {
  uint64_t sum = 0;
  context::pooled_fixedsize_stack stacks;
  Meter meter(false);
  auto start = Clock::now();
  for (uint64_t k = 0; k < count; k++) {
    fibers::fiber child(fibers::launch::post, std::allocator_arg, stacks, [k, &sum] {
      boost::this_fiber::yield();
      sum += k;
    });
    child.join();
  }
  double seconds = seconds_since(start);
  meter.stop();
  if (sum != count * (count - 1) / 2) return fail("a fiber was lost");
  print_rate(static_cast<double>(count), seconds, meter);
  return 0;
}

// One post and one wait, as a baton has, and again.
class Baton {
 public:
  void post() {
    std::unique_lock<fibers::mutex> lock(mutex_);
    posted_ = true;
    changed_.notify_one();
  }

  void wait_and_reset() {
    std::unique_lock<fibers::mutex> lock(mutex_);
    changed_.wait(lock, [this] { return posted_; });
    posted_ = false;
  }

 private:
  fibers::mutex mutex_;
  fibers::condition_variable changed_;
  bool posted_ = false;
};

static int fiber_baton(uint64_t count) {
  Baton there, back;
  uint64_t sum = 0;
  Meter meter(false);
  auto start = Clock::now();
  fibers::fiber returning([&] {
    for (uint64_t k = 0; k < count; k++) {
      there.wait_and_reset();
      sum++;
      back.post();
    }
  });
  fibers::fiber serving([&] {
    for (uint64_t k = 0; k < count; k++) {
      there.post();
      back.wait_and_reset();
    }
  });
  returning.join();
  serving.join();
  double seconds = seconds_since(start);
  meter.stop();
  if (sum != count) return fail("a post was lost");
  print_rate(static_cast<double>(count), seconds, meter);
  return 0;
}

int main(int count, char** args) {
  constexpr const char* usage = "usage: fibers context|fiber turns|spawn|baton N; context: turns alone";
  if (count != 4) return fail(usage);
  std::string who = args[1], what = args[2];
  uint64_t items = std::strtoull(args[3], nullptr, 10);
  if (items < 1) return fail(usage);
  if (who == "context" && what == "turns") return context_turns(items);
  if (who != "fiber") return fail(usage);
  if (what == "turns") return fiber_turns(items);
  if (what == "spawn") return fiber_spawn(items);
  return what == "baton" ? fiber_baton(items) : fail(usage);
}
#else
int main() { return fail("built without Boost.Fiber"); }
#endif
