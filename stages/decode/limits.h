// How much decode takes. The fields are named as limits.* in the configuration, which has their defaults and ranges.
#pragma once

#include <cstddef>

namespace marsad::decode {

struct Limits {
  size_t title_chars;
  size_t body_chars;
  size_t feed_items;  // articles of one record
  size_t nesting;     // levels of JSON values and of XML and HTML elements
  size_t links;       // of one article
};

}  // namespace marsad::decode
