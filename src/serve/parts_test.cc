// The parts that the site is made of: tables of input beside expected output.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/utf8.h"
#include "serve/addresses.h"
#include "serve/assets.h"
#include "serve/encoding.h"
#include "serve/locale.h"
#include "serve/page_cache.h"
#include "serve/visibility.h"
#include "serve/visible_reader.h"

namespace serve {
namespace {

TEST(Visibility, WhatMayBeShownToWhom) {
  const struct {
    Visibility instance;
    Origin reader;
    bool licensed;
    bool anything, owner, full_text, images;
    size_t characters;
  } cases[] = {
      {Visibility::kPrivate, Origin::kLoopback, false, true, true, true, true, 0},
      {Visibility::kPrivate, Origin::kStranger, false, false, false, false, false, 0},
      {Visibility::kPrivate, Origin::kStranger, true, false, false, false, false, 0},
      {Visibility::kPublic, Origin::kStranger, false, true, false, false, false, 300},
      {Visibility::kPublic, Origin::kStranger, true, true, false, true, true, 300},
      {Visibility::kPublic, Origin::kLoopback, false, true, false, false, false, 300},
  };
  for (const auto& each : cases) {
    const Permission permission = MayBeShown(each.instance, each.reader, each.licensed);
    EXPECT_EQ(permission.anything, each.anything);
    EXPECT_EQ(permission.owner, each.owner);
    EXPECT_EQ(permission.full_text, each.full_text);
    EXPECT_EQ(permission.images, each.images);
    EXPECT_EQ(permission.excerpt_characters, each.characters);
  }
}

TEST(Visibility, OriginByAddress) {
  const struct {
    std::string_view address;
    bool proxied;
    Origin origin;
  } cases[] = {
      {"127.0.0.1", false, Origin::kLoopback},   {"127.8.9.1", false, Origin::kLoopback},
      {"::1", false, Origin::kLoopback},         {"::ffff:127.0.0.1", false, Origin::kLoopback},
      {"192.168.1.4", false, Origin::kStranger}, {"::ffff:10.0.0.1", false, Origin::kStranger},
      {"1270.0.0.1", false, Origin::kStranger},  {"", false, Origin::kStranger},
      {"127.0.0.1", true, Origin::kStranger},
  };
  for (const auto& each : cases) {
    EXPECT_EQ(OriginOf(each.address, each.proxied), each.origin) << each.address;
  }
}

TEST(Excerpt, IsNeverLongerThanAsked) {
  const struct {
    std::string_view text;
    size_t limit;
    std::string_view excerpt;
  } cases[] = {
      {"short", 10, "short"},
      {"exactly ten", 11, "exactly ten"},
      {"one two three four", 15, "one two three…"},
      {"onetwothreefour", 6, "onetw…"},
      {"日本銀行が金利を引き上げた", 6, "日本銀行が…"},
      {"anything", 0, ""},
      {"", 5, ""},
  };
  for (const auto& each : cases) {
    EXPECT_EQ(Excerpt(each.text, each.limit), each.excerpt) << each.text;
    EXPECT_LE(base::CountCodePoints(Excerpt(each.text, each.limit)), each.limit);
  }
}

TEST(Addresses, Slugs) {
  const struct {
    std::string_view title, slug;
  } cases[] = {
      {"Japan's bank raises rates", "japans-bank-raises-rates"},
      {"  EU & Japan: “deeper” ties!  ", "eu-japan-deeper-ties"},
      {"日銀、金利を引き上げ", "日銀-金利を引き上げ"},
      {"عودة العبّارة؟", "عودة-العبّارة"},
      {"!!!", "-"},
      {"", "-"},
      {"<script>alert(1)</script>", "script-alert-1-script"},
      {"aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff ggggggggg hhhhhhhhh iiiiiiiii",
       "aaaaaaaaa-bbbbbbbbb-ccccccccc-ddddddddd-eeeeeeeee-fffffffff-ggggggggg-hhhhhhhhh"},
  };
  for (const auto& each : cases) EXPECT_EQ(Slug(each.title), each.slug) << each.title;
}

TEST(Addresses, RoutesComeBackAsTheyWent) {
  for (const std::string_view path :
       {"/en/", "/ja/day/2026-11-22", "/ar/story/12/a-slug", "/en/article/9223372036854775807/x",
        "/en/hashtag/%E6%B8%A1%E3%81%97%E8%88%B9", "/en/publisher/3/nhk", "/en/search",
        "/en/quarantine", "/en/sources", "/en/about", "/en/hashtags", "/en/publishers",
        "/en/feed.rss", "/ja/hashtag/X/feed.atom", "/ar/publisher/3/feed.json",
        "/en/search/feed.rss"}) {
    const std::optional<Route> route = ParseRoute(path);
    ASSERT_TRUE(route.has_value()) << path;
    EXPECT_EQ(PathOf(*route), path);
  }
}

TEST(Addresses, WhatIsNoAddress) {
  for (const std::string_view path :
       {"/", "/fr/", "/en/story", "/en/story/0", "/en/story/-1", "/en/story/01", "/en/story/1/a/b",
        "/en/story/99999999999999999999", "/en/day/2026-02-30", "/en/hashtag", "/en/hashtag/%FF",
        "/en/hashtag/%00", "/en/nothing", "/en/story/1/feed.rss", "/en/about/x", "/EN/"}) {
    EXPECT_FALSE(ParseRoute(path).has_value()) << path;
  }
}

TEST(LocaleTexts, EveryKeyIsInEveryLanguage) {
  const auto keys_of = [](const Locale& locale) {
    std::set<std::string> keys;
    for (const auto& [key, text] : locale.texts()) {
      EXPECT_FALSE(text.empty()) << locale.tag() << " " << key;
      keys.insert(key.substr(0, key.find('.')));
    }
    return keys;
  };
  const std::set<std::string> english = keys_of(Locales()[0]);
  EXPECT_GT(english.size(), 200U);
  for (const Locale& locale : Locales()) EXPECT_EQ(keys_of(locale), english) << locale.tag();
}

TEST(LocaleTexts, PluralsHaveEveryFormOfTheirLanguage) {
  for (const Locale& locale : Locales()) {
    for (const auto& [key, text] : Locales()[0].texts()) {
      if (!key.ends_with(".other")) continue;
      const std::string name = key.substr(0, key.size() - 6);
      for (int64_t count = 0; count < 130; ++count) {
        const std::string form = name + "." + std::string(PluralForm(locale.tag(), count));
        EXPECT_FALSE(locale.Find(form).empty()) << locale.tag() << " " << form;
      }
    }
  }
}

// The names that stand between `open` and `close` in the text, in order.
std::vector<std::string> NamesBetween(std::string_view text, std::string_view open,
                                      std::string_view close) {
  constexpr std::string_view kNameLetters = "abcdefghijklmnopqrstuvwxyz0123456789_";
  std::vector<std::string> names;
  for (size_t at = text.find(open); at != std::string_view::npos; at = text.find(open, at)) {
    at += open.size();
    const size_t end = std::min(text.find_first_not_of(kNameLetters, at), text.size());
    if (end > at && text.substr(end).starts_with(close)) names.emplace_back(text, at, end - at);
  }
  return names;
}

// {placeholders} are the same in every language, so that none is lost in translation.
TEST(LocaleTexts, PlaceholdersAreTheSame) {
  const auto of = [](std::string_view text) {
    const std::vector<std::string> names = NamesBetween(text, "{", "}");
    return std::set<std::string>(names.begin(), names.end());
  };
  size_t found = 0;
  for (const auto& [key, text] : Locales()[0].texts()) {
    if (key.find('.') != std::string::npos && !key.ends_with(".other")) continue;
    found += of(text).size();
    for (const Locale& locale : Locales()) EXPECT_EQ(of(locale.Find(key)), of(text)) << key;
  }
  EXPECT_GT(found, 10U);
}

TEST(LocaleTexts, EveryTextThatATemplateNamesIsThere) {
  size_t found = 0;
  for (const EmbeddedFile& file : EmbeddedFiles()) {
    if (!file.name.ends_with(".tpl")) continue;
    for (const std::string& name : NamesBetween(file.bytes, "{{T_", "}}")) {
      EXPECT_FALSE(Locales()[0].Find(name).empty()) << file.name << " " << name;
      ++found;
    }
  }
  EXPECT_GT(found, 100U);
}

TEST(LocaleTexts, EveryReasonHasAText) {
  for (int i = 1; i <= static_cast<int>(model::Reason::kBrokenMarkup); ++i) {
    const std::string key =
        "reason_" + std::string(model::ReasonName(static_cast<model::Reason>(i)));
    for (const Locale& locale : Locales()) EXPECT_FALSE(locale.Find(key).empty()) << key;
  }
}

TEST(Locale, AgesByLanguage) {
  const base::Instant now = *base::ParseRfc3339("2026-11-22T09:30:00Z");
  const struct {
    std::string_view then, en, ja;
  } cases[] = {
      {"2026-11-22T09:29:30Z", "now", "たった今"},
      {"2026-11-22T09:18:00Z", "12 min", "12分前"},
      {"2026-11-22T06:20:00Z", "3 h", "3時間前"},
      {"2026-11-21T10:00:00Z", "23 h", "23時間前"},
      {"2026-11-21T09:00:00Z", "yesterday", "昨日"},
      {"2026-11-20T23:00:00Z", "20 November 2026", "2026年11月20日"},
      {"2025-05-16T00:00:00Z", "16 May 2025", "2025年5月16日"},
      {"2026-11-22T10:00:00Z", "now", "たった今"},
      {"2026-11-25T10:00:00Z", "25 November 2026", "2026年11月25日"},
  };
  for (const auto& each : cases) {
    const base::Instant then = *base::ParseRfc3339(each.then);
    EXPECT_EQ(FindLocale("en")->Age(then, now), each.en);
    EXPECT_EQ(FindLocale("ja")->Age(then, now), each.ja);
  }
  EXPECT_EQ(FindLocale("ar")->Age(*base::ParseRfc3339("2026-11-19T10:00:00Z"), now),
            "19 نوفمبر 2026");
}

TEST(Locale, DatesNumbersLists) {
  const Locale& english = *FindLocale("en");
  EXPECT_EQ(english.LongDate(*base::ParseDay("2026-11-22")), "Sunday, 22 November 2026");
  EXPECT_EQ(english.LongDate(*base::ParseDay("1969-12-31")), "Wednesday, 31 December 1969");
  EXPECT_EQ(FindLocale("ja")->LongDate(*base::ParseDay("2026-11-22")), "2026年11月22日（日曜日）");
  const std::array<std::pair<int64_t, std::string_view>, 5> numbers = {
      {{0, "0"}, {999, "999"}, {1000, "1,000"}, {1234567, "1,234,567"}, {-1000, "-1,000"}}};
  for (const auto& [number, text] : numbers) EXPECT_EQ(english.Number(number), text);
  EXPECT_EQ(english.List({"A"}, 4), "A");
  EXPECT_EQ(english.List({"A", "B", "C"}, 4), "A, B and C");
  EXPECT_EQ(english.List({"A", "B", "C", "D"}, 2), "A, B and 2 more");
  EXPECT_EQ(english.Count("articles", 1), "1 article");
  EXPECT_EQ(english.Count("articles", 1200), "1,200 articles");
}

TEST(Locale, ArabicPluralForms) {
  const std::array<std::pair<int64_t, std::string_view>, 10> cases = {{{0, "zero"},
                                                                       {1, "one"},
                                                                       {2, "two"},
                                                                       {3, "few"},
                                                                       {10, "few"},
                                                                       {11, "many"},
                                                                       {99, "many"},
                                                                       {100, "other"},
                                                                       {103, "few"},
                                                                       {111, "many"}}};
  for (const auto& [count, form] : cases) EXPECT_EQ(PluralForm("ar", count), form) << count;
}

TEST(Encoding, Negotiation) {
  const std::array<std::pair<std::string_view, Encoding>, 8> cases = {
      {{"", Encoding::kIdentity},
       {"gzip", Encoding::kGzip},
       {"gzip, deflate, br", Encoding::kBrotli},
       {"br;q=0, gzip", Encoding::kGzip},
       {"gzip;q=0.0", Encoding::kIdentity},
       {"deflate", Encoding::kIdentity},
       {"bread", Encoding::kIdentity},
       {" br ; q=0.5 ", Encoding::kBrotli}}};
  for (const auto& [header, encoding] : cases)
    EXPECT_EQ(ChooseEncoding(header), encoding) << header;
}

Rendered PageOfSize(size_t size) {
  Rendered rendered;
  rendered.body.assign(size, 'x');
  return rendered;
}

TEST(PageCache, StaysWithinItsBytes) {
  PageCache cache(100'000, 1000);
  for (int i = 0; i < 200; ++i) {
    cache.Put("page " + std::to_string(i), 1, {0},
              std::make_shared<const Page>(PageOfSize(1000 + static_cast<size_t>(i))));
    EXPECT_LE(cache.bytes(), 100'000U);
  }
  EXPECT_NE(cache.Find("page 199", 1, {0}), nullptr);
  EXPECT_EQ(cache.Find("page 0", 1, {0}), nullptr);
  cache.Put("too large", 1, {0}, std::make_shared<const Page>(PageOfSize(90'000)));
  EXPECT_EQ(cache.Find("too large", 1, {0}), nullptr);
}

TEST(PageCache, OneRendersWhileOthersReadTheOldPage) {
  PageCache cache(100'000, 1000);
  cache.Put("page", 1, {0}, std::make_shared<const Page>(PageOfSize(10)));
  EXPECT_NE(cache.Find("page", 1, {0}), nullptr);
  EXPECT_EQ(cache.Find("page", 2, {0}), nullptr);  // the first who sees the change renders
  EXPECT_NE(cache.Find("page", 2, {0}), nullptr);  // the second reads on
  cache.Put("page", 2, {0}, std::make_shared<const Page>(PageOfSize(20)));
  EXPECT_EQ(cache.Find("page", 2, {0})->identity_size(), 20U);
  EXPECT_EQ(cache.Find("page", 2, {1000}), nullptr);  // too old
  cache.Abandon("page");
  EXPECT_EQ(cache.bytes(), 0U);
}

TEST(PageCache, ManyThreads) {
  PageCache cache(50'000, 1000);
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&cache, thread] {
      for (int i = 0; i < 500; ++i) {
        const std::string key = "page " + std::to_string((i * 7 + thread) % 40);
        const auto page = cache.Find(key, static_cast<uint64_t>(i / 100), {i});
        if (page != nullptr) {
          page->In(Encoding::kGzip);
        } else {
          cache.Put(key, static_cast<uint64_t>(i / 100), {i},
                    std::make_shared<const Page>(PageOfSize(1500)));
        }
      }
    });
  }
  threads.clear();
  EXPECT_LE(cache.bytes(), 50'000U);
}

}  // namespace
}  // namespace serve
