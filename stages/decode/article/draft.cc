#include "stages/decode/article/draft.h"

namespace marsad::decode {

void Drafts::Add(OrRefusal<Draft> read, size_t feed_items) {
  is_list = true;
  if (IsFull(feed_items)) {
    ++beyond;
    return;
  }
  const auto index = static_cast<uint32_t>(drafts.size() + refused.size());
  if (read) {
    read->index = index;
    drafts.push_back(std::move(*read));
  } else {
    refused.push_back({index, std::move(read.error())});
  }
}

}  // namespace marsad::decode
