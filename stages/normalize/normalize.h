// The core of normalize: an article's structure, language, sentences and words. Knows neither protobuf nor Kafka.
#pragma once

#include "stages/normalize/article.h"

namespace marsad::normalize {

// Deterministic, time linear in the text, thread-safe.
Normalized Normalize(const Article& article);

}  // namespace marsad::normalize
