// Appends from several threads: tbb::concurrent_vector (with -DHAS_TBB -ltbb), and std::vector with a mutex.
// vector mutex|tbb THREADS BATCH N
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <string>
#include <thread>
#include <vector>
#ifdef HAS_TBB
#include <tbb/concurrent_vector.h>
#endif
#include "outcome.hpp"

struct MutexVector {
  std::mutex mutex;
  std::vector<double> items;
  void push_back(double value) {
    std::lock_guard<std::mutex> lock(mutex);
    items.push_back(value);
  }
  void push_many(const double* from, const double* to) {
    std::lock_guard<std::mutex> lock(mutex);
    items.insert(items.end(), from, to);
  }
};

#ifdef HAS_TBB
struct TbbVector {
  tbb::concurrent_vector<double> items;
  void push_back(double value) { items.push_back(value); }
  void push_many(const double* from, const double* to) { items.grow_by(from, to); }
};
#endif

// Doubles that say whose they are, and a half, as those of the other sides.
constexpr double sequences = 1 << 28;
static double appended_item(unsigned thread, uint32_t k) { return thread * sequences + k + 0.5; }

template <typename Vector>
static void append(Vector& vector, unsigned thread, uint32_t each, uint32_t batch) {
  if (batch == 1) {
    for (uint32_t k = 0; k < each; k++) vector.push_back(appended_item(thread, k));
    return;
  }
  std::vector<double> run(batch);
  for (uint32_t k = 0; k < each; k += batch) {
    for (uint32_t j = 0; j < batch; j++) run[j] = appended_item(thread, k + j);
    vector.push_many(run.data(), run.data() + batch);
  }
}

template <typename Vector>
static int append_all(unsigned threads, uint32_t batch, uint32_t count) {
  static Vector vector;
  uint32_t each = (count / threads + batch - 1) / batch * batch;
  std::vector<std::thread> crew;
  Meter meter(threads > 1);
  auto start = Clock::now();
  for (unsigned t = 0; t < threads; t++) crew.emplace_back([=] { append(vector, t, each, batch); });
  for (auto& thread : crew) thread.join();
  double seconds = seconds_since(start);
  meter.stop();
  // Each thread's own come in the order in which it appended them.
  std::vector<uint32_t> next(threads, 0);
  for (double value : vector.items) {
    unsigned thread = static_cast<unsigned>(value / sequences);
    if (thread >= threads || value != appended_item(thread, next[thread]++)) return fail("an element is wrong");
  }
  for (uint32_t found : next) {
    if (found != each) return fail("elements were lost");
  }
  print_rate(static_cast<double>(each) * threads, seconds, meter);
  return 0;
}

int main(int count, char** args) {
  constexpr const char* usage = "usage: vector mutex|tbb THREADS BATCH N, 1 to 4 threads, up to 2^28 - 2 elements";
  if (count != 5) return fail(usage);
  std::string what = args[1];
  unsigned long threads = std::strtoul(args[2], nullptr, 10), batch = std::strtoul(args[3], nullptr, 10);
  unsigned long items = std::strtoul(args[4], nullptr, 10);
  if (threads < 1 || threads > 4 || batch < 1 || items < 1 || items > (1u << 28) - 2) return fail(usage);
  auto t = static_cast<unsigned>(threads);
  auto b = static_cast<uint32_t>(batch), n = static_cast<uint32_t>(items);
  if (what == "mutex") return append_all<MutexVector>(t, b, n);
#ifdef HAS_TBB
  if (what == "tbb") return append_all<TbbVector>(t, b, n);
#endif
  return fail(what == "tbb" ? "built without tbb: install libtbb-dev" : usage);
}
