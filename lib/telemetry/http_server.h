// A small HTTP server for pages that are computed when asked for: /metrics, /healthz, /readyz. GET and HEAD only.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "lib/base/result.h"

namespace marsad::telemetry {

struct Page {
  int status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
};

// Serves until destroyed, from threads of its own.
class HttpServer {
 public:
  // Path ("/metrics") to what makes its page; called from the server's threads, must be thread-safe. Others are 404.
  using Pages = std::map<std::string, std::function<Page()>>;

  virtual ~HttpServer() = default;
  // The port that is listened on; tells the free one that port 0 took.
  virtual int port() const = 0;
};

// `listen` is HOST:PORT. Fails with "ADDRESS is in use" or why else it cannot be listened on.
Result<std::unique_ptr<HttpServer>> StartHttpServer(const std::string& listen, HttpServer::Pages pages);

}  // namespace marsad::telemetry
