// What a probe asks of a process: one page over HTTP.
#pragma once

#include <chrono>
#include <string>

#include "lib/base/result.h"
#include "lib/telemetry/http_server.h"

namespace marsad::telemetry {

// GET http://host:port/path, without TLS and without following anywhere; `host` may be in the brackets of IPv6. An answer of
// any status is a Page, whose body is cut after 64 KB. Fails if nobody answers with HTTP, within `patience` once
// connected.
Result<Page> FetchPage(const std::string& host, int port, const std::string& path, std::chrono::milliseconds patience);

}  // namespace marsad::telemetry
