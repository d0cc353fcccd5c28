#include "newsroom/site.h"

#include <fmt/format.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <memory>
#include <set>

#include "base/hash.h"
#include "net/url.h"
#include "newsroom/template.h"
#include "text/markup.h"

namespace newsroom {
namespace {

using base::ErrorKind;

// `text` in another charset; what that lacks becomes a numeric reference, as editors' systems do.
base::Result<std::string> Encode(const std::string& text, const std::string& charset) {
  if (charset == "utf-8") return text;
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(
      ucnv_open(charset.c_str(), &error), &ucnv_close);
  if (U_FAILURE(error)) {
    return base::Fail(ErrorKind::kInvalidInput, fmt::format("no charset '{}'", charset));
  }
  ucnv_setFromUCallBack(converter.get(), UCNV_FROM_U_CALLBACK_ESCAPE, UCNV_ESCAPE_XML_DEC, nullptr,
                        nullptr, &error);
  const icu::UnicodeString wide = icu::UnicodeString::fromUTF8(text);
  // A code unit becomes at most "&#1114111;" (ten bytes).
  std::string out(static_cast<size_t>(wide.length()) * 10 + 16, '\0');
  const int32_t length =
      ucnv_fromUChars(converter.get(), out.data(), static_cast<int32_t>(out.size()),
                      wide.getBuffer(), wide.length(), &error);
  if (U_FAILURE(error)) return base::Fail(ErrorKind::kInvalidInput, u_errorName(error));
  out.resize(static_cast<size_t>(length));
  return out;
}

std::string_view FeedType(FeedKind kind) {
  switch (kind) {
    case FeedKind::kAtom:
      return "application/atom+xml";
    case FeedKind::kJson:
      return "application/feed+json";
    case FeedKind::kRss:
      return "application/rss+xml";
    case FeedKind::kRdf:
      return "application/rdf+xml";
    case FeedKind::kNone:
    case FeedKind::kSitemap:
      break;
  }
  return "application/xml";
}

// Puts the documents of one publisher together.
class HostBuilder {
 public:
  HostBuilder(const Press& press, const Publisher& publisher)
      : press_(press), publisher_(publisher) {
    out_.delay_ms = publisher.delay_ms;
    out_.busy = publisher.busy;
    for (const Article* article : ArticlesOf(press, publisher)) {
      newest_ = std::max(newest_, ChangeOf(*article));
    }
  }

  base::Result<Host> Build() && {
    TRY(AddArticles());
    TRY(AddFronts());
    TRY(Add("/robots.txt", "text/plain", "User-agent: *\nAllow: /\n", newest_));
    const std::string feed = FeedOf(press_, publisher_);
    if (!feed.empty()) {
      TRY(Add(publisher_.feed_path, std::string(FeedType(publisher_.feed)), feed, newest_));
    }
    if (!publisher_.moved_feed.empty()) AddMove(publisher_.moved_feed, publisher_.feed_path);
    for (const std::string& way : publisher_.broken) AddBroken(way);
    return std::move(out_);
  }

 private:
  // A text document in the publisher's charset.
  base::Status Add(const std::string& path, std::string type, const std::string& text,
                   base::Instant changed) {
    Document document;
    TRY_ASSIGN_WITH(path, document.body, Encode(text, publisher_.charset));
    if (type != "application/pdf" && (publisher_.charset_in_header || type == "text/plain")) {
      type += "; charset=" + publisher_.charset;
    }
    document.type = std::move(type);
    document.etag = fmt::format("\"{}\"", base::HexOf(base::Hash64(document.body)));
    document.last_modified = HttpDate(changed);
    if (!out_.documents.emplace(path, std::move(document)).second) {
      return base::Fail(ErrorKind::kInvalidInput,
                        fmt::format("{}{} stands there twice", publisher_.host, path));
    }
    return {};
  }

  void AddMove(const std::string& from, const std::string& to) {
    Document document;
    document.status = 301;
    document.type = "text/html";
    document.location = Origin(press_, publisher_) + to;
    out_.documents.insert_or_assign(from, std::move(document));
  }

  base::Status AddArticles() {
    for (const Article* article : ArticlesOf(press_, publisher_)) {
      const std::string path = PathOf(publisher_, *article);
      if (article->fault == model::Reason::kNotHtml) {
        TRY(Add(path, "application/pdf",
                "%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n"
                "%%EOF\n",
                article->published));
      } else {
        TRY(Add(path, "text/html", ArticlePage(press_, publisher_, *article), ChangeOf(*article)));
      }
      if (!article->moved_from.empty()) AddMove(article->moved_from, path);
      if (article->caption.empty()) continue;
      Document picture;
      picture.type = "image/png";
      picture.pictures_seed = true;
      picture.etag = fmt::format("\"{}\"", base::HexOf(base::Hash64(article->id)));
      picture.last_modified = HttpDate(article->published);
      out_.documents.insert_or_assign(fmt::format("/pictures/{}.png", article->slug),
                                      std::move(picture));
    }
    return {};
  }

  base::Status AddFronts() {
    TRY(Add("/", "text/html", FrontPage(press_, publisher_, ""), newest_));
    std::set<std::string> sections;
    for (const Article* article : ArticlesOf(press_, publisher_)) {
      if (!article->section.empty()) sections.insert(article->section);
    }
    for (const std::string& section : sections) {
      TRY(Add("/section/" + net::PercentEncode(section), "text/html",
              FrontPage(press_, publisher_, section), newest_));
    }
    return {};
  }

  void AddBroken(const std::string& way) {
    Document document;
    document.type = "application/rss+xml";
    if (way == "error") {
      document.status = 500;
      document.body = "The presses have stopped.\n";
    } else if (way == "cut") {
      document.body = "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>Cut</title>";
      document.body.append(4096, ' ');
      document.cut = true;
    } else {
      document.body = "Dear reader, this is no feed & never was <one\n";
    }
    out_.documents.insert_or_assign(fmt::format("/{}.xml", way), std::move(document));
  }

  const Press& press_;
  const Publisher& publisher_;
  base::Instant newest_;
  Host out_;
};

Document Plain(std::string type, std::string body) {
  Document out;
  out.type = std::move(type);
  out.etag = fmt::format("\"{}\"", base::HexOf(base::Hash64(body)));
  out.body = std::move(body);
  return out;
}

// The newsroom's own host: what it is, and its lists.
Host Index(const Press& press) {
  std::string page =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>The sample newsroom"
      "</title></head>\n<body><h1>The sample newsroom</h1>\n<p>Invented publishers with invented "
      "news, for Octavo to read. <a href=\"/opml\">Their sources as OPML</a>; <a "
      "href=\"/truth.json\">what is true of them</a>.</p>\n<ul>\n";
  for (const Publisher& publisher : press.newsroom.publishers) {
    page += fmt::format("<li lang=\"{}\"><a href=\"{}/\">{}</a>: {}</li>\n", publisher.language,
                        Origin(press, publisher), text::Escaped(publisher.name),
                        text::Escaped(publisher.tagline));
  }
  page += "</ul></body></html>\n";
  Host out;
  out.documents.emplace("/", Plain("text/html; charset=utf-8", page));
  out.documents.emplace("/opml", Plain("text/x-opml; charset=utf-8", OpmlOf(press)));
  out.documents.emplace("/truth.json", Plain("application/json", WriteJson(TruthOf(press))));
  return out;
}

}  // namespace

base::Result<Site> BuildSite(const Press& press) {
  Site out;
  for (const Publisher& publisher : press.newsroom.publishers) {
    TRY_ASSIGN_WITH(publisher.key, Host host, HostBuilder(press, publisher).Build());
    out.emplace(publisher.host, std::move(host));
  }
  out.emplace("newsroom.localhost", Index(press));
  return out;
}

}  // namespace newsroom
