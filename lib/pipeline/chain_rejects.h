// What the chain itself says of a record that it or a stage could not do. Internal to the chain.
#pragma once

#include <cstddef>
#include <exception>
#include <string>
#include <string_view>

#include "lib/pipeline/journal.h"
#include "lib/record/reject.h"

namespace marsad::pipeline {

using record::Reject;
using record::RejectCode;

inline Reject RejectTooLarge(std::string_view what, size_t size, size_t limit) {
  return {RejectCode::kTooLarge,
          std::string(what) + " has " + std::to_string(size) + " bytes, the limit is " + std::to_string(limit)};
}

inline Reject RejectCrash(const Culprit& culprit, std::string_view where = "") {
  return {RejectCode::kCrash,
          "the process died " + std::to_string(culprit.deaths) + " times on this record" + std::string(where)};
}

inline Reject RejectException(const std::exception& error) {
  return {RejectCode::kStageFailed, std::string("exception: ") + error.what()};
}

inline Reject RejectBroken(std::string_view how) { return {RejectCode::kStageFailed, std::string(how)}; }

}  // namespace marsad::pipeline
