// Strings that many parts hold: uris, sources, ids of stories. Each is kept once, for as long as somebody holds it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "stages/cluster/tag_table.h"

namespace marsad::cluster {

// One thread. Must outlive all that hold a string of it.
class StringPool {
 public:
  // As small as can be, since tables of numbers are indexed by them; given again once nobody holds the string.
  using Id = uint32_t;
  static constexpr Id kNone = UINT32_MAX;

 private:
  // The string's bytes follow.
  struct Block {
    StringPool* pool;
    uint32_t holders;
    uint32_t size;
    uint32_t hash;
    Id id;
  };

 public:
  // Holds a string, or none.
  class Ref {
   public:
    Ref() = default;
    Ref(const Ref& other) : block_(other.block_) {
      if (block_ != nullptr) ++block_->holders;
    }
    Ref(Ref&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
    Ref& operator=(Ref other) noexcept {
      std::swap(block_, other.block_);
      return *this;
    }
    ~Ref() {
      if (block_ != nullptr && --block_->holders == 0) block_->pool->Drop(block_);
    }

    explicit operator bool() const { return block_ != nullptr; }
    Id id() const { return block_ == nullptr ? kNone : block_->id; }
    // Empty if it holds none.
    std::string_view view() const { return block_ == nullptr ? std::string_view() : TextOf(*block_); }
    friend bool operator==(const Ref&, const Ref&) = default;

   private:
    friend class StringPool;
    explicit Ref(Block* block) : block_(block) { ++block_->holders; }
    Block* block_ = nullptr;
  };

  StringPool() = default;
  StringPool(const StringPool&) = delete;
  StringPool& operator=(const StringPool&) = delete;
  ~StringPool() = default;

  Ref Intern(std::string_view text);
  // kNone if nobody holds it.
  Id Find(std::string_view text) const;
  // `id` must be of a string that somebody holds.
  Ref RefOf(Id id) const { return Ref(blocks_[id]); }
  std::string_view At(Id id) const { return TextOf(*blocks_[id]); }
  size_t size() const { return blocks_.size() - free_.size(); }
  size_t bytes() const;  // of memory, about

 private:
  static std::string_view TextOf(const Block& block) { return {reinterpret_cast<const char*>(&block + 1), block.size}; }
  static uint32_t HashOf(std::string_view text);
  Id FindHashed(uint32_t hash, std::string_view text) const;
  void Drop(Block* block);

  size_t block_bytes_ = 0;
  std::vector<Block*> blocks_;  // by id
  std::vector<Id> free_;
  TagTable ids_;  // by hash
};

}  // namespace marsad::cluster
