// What the bench asks about each repetition beside its result, measured as bench/process does it: how far
// apart the cores were (placement.ts), and how much of the machine others took (cpu-time.ts).
#pragma once
#include <unistd.h>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>
#include <thread>

using Clock = std::chrono::steady_clock;

inline double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// Clock ticks of this system.
struct CpuTime {
  double busy = 0, total = 0, own = 0;
  bool known = false;

  static CpuTime now() {
    CpuTime time;
    std::string word, line;
    std::ifstream stat("/proc/stat");
    double user, nice, system, idle, io_wait, irq, soft_irq, steal;
    if (!(stat >> word >> user >> nice >> system >> idle >> io_wait >> irq >> soft_irq >> steal)) return time;
    time.busy = user + nice + system + irq + soft_irq + steal;
    time.total = time.busy + idle + io_wait;
    std::ifstream self("/proc/self/stat");
    if (!std::getline(self, line)) return time;
    // The command may hold spaces; behind it, user and system time are words 12 and 13.
    std::istringstream rest(line.substr(line.rfind(')') + 2));
    for (int k = 0; k < 11; k++) rest >> word;
    double user_time = 0, system_time = 0;
    rest >> user_time >> system_time;
    time.own = user_time + system_time;
    time.known = static_cast<bool>(rest);
    return time;
  }
};

// Nanoseconds of a round trip of two spinning threads in the fastest run, which nobody has interrupted.
inline long round_trip_ns() {
  constexpr int runs = 100, trips_a_run = 100, stop = -1;
  constexpr double limit_seconds = 0.05;
  // On lines of their own, also where lines are fetched in pairs.
  alignas(256) static std::atomic<int> ping;
  alignas(256) static std::atomic<int> pong;
  ping = 0;
  pong = 0;
  std::thread other([] {
    for (int last = 0;;) {
      int next = ping.load();
      if (next == last) continue;
      pong.store(next);
      if (next == stop) return;
      last = next;
    }
  });
  double fastest = std::numeric_limits<double>::infinity();
  auto begin = Clock::now();
  for (int run = 0; run < runs && seconds_since(begin) < limit_seconds; run++) {
    auto start = Clock::now();
    for (int k = 1; k <= trips_a_run; k++) {
      ping.store(k);
      while (pong.load() != k) {
      }
    }
    fastest = std::min(fastest, seconds_since(start));
  }
  ping.store(stop);
  other.join();
  return std::lround(fastest * 1e9 / trips_a_run);
}

// From its making to `stop`.
class Meter {
 public:
  explicit Meter(bool several_threads) : several_(several_threads) {
    if (several_) before_ns_ = round_trip_ns();
    start_ = CpuTime::now();
  }

  void stop() {
    end_ = CpuTime::now();
    if (several_) after_ns_ = round_trip_ns();
  }

  std::string json() const {
    std::ostringstream text;
    text << "\"placementNs\":[";
    if (several_) text << before_ns_ << "," << after_ns_;
    text << "],\"others\":";
    if (!start_.known || !end_.known || end_.total <= start_.total) {
      text << "null";
    } else {
      double others = (end_.busy - start_.busy) - (end_.own - start_.own);
      // `total` counts every core that is online, also those that this process may not use.
      double cores = static_cast<double>(sysconf(_SC_NPROCESSORS_ONLN)) / std::thread::hardware_concurrency();
      text << std::min(1.0, std::max(0.0, others) / (end_.total - start_.total) * std::max(1.0, cores));
    }
    return text.str();
  }

 private:
  bool several_;
  long before_ns_ = 0, after_ns_ = 0;
  CpuTime start_, end_;
};
