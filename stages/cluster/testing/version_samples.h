// Versions of articles for tests.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "stages/cluster/testing/minutes.h"
#include "stages/cluster/versions.h"

namespace marsad::cluster::testing {

inline constexpr std::string_view kUri = "https://agency.example/1";
inline constexpr std::string_view kOther = "https://agency.example/2";
inline constexpr std::string_view kSource = "agency.example";
inline constexpr std::string_view kTitle = "court clears mayor";

// Usable, of the agency, with the title.
inline Version Usable(uint64_t version, uint64_t offset, uint64_t text_hash) {
  Version made;
  made.uri = kUri;
  made.source = kSource;
  made.version = version;
  made.offset = offset;
  made.title_key = kTitle;
  made.text_hash = text_hash;
  return made;
}

inline Version Null(uint64_t offset) {
  Version made;
  made.uri = kUri;
  made.offset = offset;
  made.status = Status::kCanceled;
  return made;
}

// It lay in another partition.
inline Version From(uint32_t origin, Version version) {
  version.origin = origin;
  return version;
}

inline Version WithStatus(Version version, Status status) {
  version.status = status;
  return version;
}

inline Version OfUri(std::string_view uri, Version version) {
  version.uri = uri;
  return version;
}

inline Effect Make(std::string_view uri, uint64_t version, Action action) {
  return {std::string(uri), version, action};
}

inline Version Dated(Version version, int64_t minute) {
  version.updated = At(minute);
  return version;
}

inline Version Corrected(Version version) {
  version.is_correction = true;
  return version;
}

inline Version Marked(Version version, MarkerKind marker) {
  version.marker = marker;
  return version;
}

inline Version Naming(Version version, MarkerKind marker) {
  static const std::vector<std::string> named = {std::string(kTitle)};
  version.marker = marker;
  version.named_titles = named;
  return version;
}

}  // namespace marsad::cluster::testing
