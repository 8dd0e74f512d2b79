#include "stages/cluster/string_pool.h"

#include <cstring>
#include <new>

#include "stages/cluster/heap_block.h"
#include "stages/cluster/word_hash.h"

namespace marsad::cluster {

uint32_t StringPool::HashOf(std::string_view text) { return HashWord(text); }

StringPool::Id StringPool::FindHashed(uint32_t hash, std::string_view text) const {
  return ids_.Find(hash, [&](Id id) { return At(id) == text; }).value_or(kNone);
}

StringPool::Id StringPool::Find(std::string_view text) const { return FindHashed(HashOf(text), text); }

StringPool::Ref StringPool::Intern(std::string_view text) {
  const uint32_t hash = HashOf(text);
  if (const Id known = FindHashed(hash, text); known != kNone) return RefOf(known);
  if (free_.empty()) {
    free_.push_back(static_cast<Id>(blocks_.size()));
    blocks_.push_back(nullptr);
  }
  const Id id = free_.back();
  free_.pop_back();
  void* const memory = ::operator new(sizeof(Block) + text.size());
  auto* const block = new (memory)
      Block{.pool = this, .holders = 0, .size = static_cast<uint32_t>(text.size()), .hash = hash, .id = id};
  if (!text.empty()) std::memcpy(block + 1, text.data(), text.size());
  blocks_[id] = block;
  block_bytes_ += HeapBytes(sizeof(Block) + text.size());
  ids_.Add(hash, id);
  return Ref(block);
}

void StringPool::Drop(Block* block) {
  ids_.Remove(block->hash, block->id);
  free_.push_back(block->id);
  blocks_[block->id] = nullptr;
  block_bytes_ -= HeapBytes(sizeof(Block) + block->size);
  ::operator delete(block);
}

size_t StringPool::bytes() const { return block_bytes_ + HeapBytesOf(blocks_) + HeapBytesOf(free_) + ids_.bytes(); }

}  // namespace marsad::cluster
