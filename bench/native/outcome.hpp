// What a native side of the bench prints: one line of JSON, as a process of the bench does.
#pragma once
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>
#include "meter.hpp"

inline void print_rate(double items, double seconds, const Meter& meter) {
  std::printf("{\"items\":%.0f,\"seconds\":%.9f,%s}\n", items, seconds, meter.json().c_str());
}

inline void print_latency(double items, double seconds, std::vector<double>& trips_us, const Meter& meter) {
  std::sort(trips_us.begin(), trips_us.end());
  auto at = [&](double share) { return trips_us[static_cast<size_t>(share * (trips_us.size() - 1))]; };
  std::printf("{\"items\":%.0f,\"seconds\":%.9f,\"latency\":{\"p50\":%.3f,\"p99\":%.3f},%s}\n", items, seconds,
              at(0.5), at(0.99), meter.json().c_str());
}

inline int fail(const char* what) {
  std::printf("{\"failed\":\"%s\"}\n", what);
  return 1;
}
