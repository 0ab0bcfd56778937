// What travels through the native queues: numbers that say who sent them, and records of 32 bytes.
#pragma once
#include <cstdint>
#include <vector>

// An item says in its highest bits who sent it.
constexpr unsigned sequence_bits = 28;
constexpr uint32_t max_items = (1u << sequence_bits) - 2;

// As bench/peers/quote.ts has it.
struct Quote {
  double price, size, time;
  uint32_t id;
  uint16_t symbol;
  uint8_t side, flags;
};
static_assert(sizeof(Quote) == 32);

inline void set_item(uint32_t& item, uint32_t k) { item = k; }
inline bool is_item(uint32_t item, uint32_t k) { return item == k; }

inline void set_item(Quote& quote, uint32_t k) {
  quote = {100 + (k & 1023) * 0.25, k * 0.5, k + 0.125, k, static_cast<uint16_t>(k), static_cast<uint8_t>(k & 1),
           static_cast<uint8_t>(k >> 3)};
}
inline bool is_item(const Quote& quote, uint32_t k) {
  return quote.price == 100 + (k & 1023) * 0.25 && quote.size == k * 0.5 && quote.time == k + 0.125 &&
         quote.id == k && quote.symbol == static_cast<uint16_t>(k) && quote.side == (k & 1) &&
         quote.flags == static_cast<uint8_t>(k >> 3);
}

// Keeps each producer's order, and counts.
struct Ledger {
  uint64_t items = 0, sum = 0;
  bool in_order = true;
  std::vector<int64_t> last = std::vector<int64_t>(16, -1);

  void add(uint32_t item) {
    uint32_t producer = item >> sequence_bits, sequence = item & ((1u << sequence_bits) - 1);
    if (last[producer] >= sequence) in_order = false;
    last[producer] = sequence;
    items++;
    sum += sequence;
  }
};

// Every producer's `each` items have arrived, once and in order.
inline bool all_arrived(const std::vector<Ledger>& ledgers, uint32_t producers, uint32_t each) {
  Ledger total;
  for (auto& ledger : ledgers) {
    total.items += ledger.items;
    total.sum += ledger.sum;
    total.in_order &= ledger.in_order;
  }
  uint64_t all = static_cast<uint64_t>(each) * producers;
  return total.in_order && total.items == all && total.sum == all * (each - 1) / 2;
}
