#pragma once
// What an owner can order about how one source is asked, and that two are one. Orders as in
// pipeline/orders.h, which carries them out.
//
//   {"do": "set", "source": "12" or its URL, "title"?: …, "section"?: …, "user_agent"?: …,
//          "header"?: "Name: value", "cookies"?: …, "proxy"?: …, "http_version"?: …}
//     -> {"url": …, "id": 12}     what is not named stays; an empty value takes it away
//   {"do": "merge", "keep": "12", "source": "13"}  -> {"url": …, "id": 12, "gone": …}

#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "model/source.h"
#include "store/store.h"

namespace pipeline {

// The members of a "set" order that say how a source is asked: those in `changes` are taken over.
// kInvalidInput names what is no header, no proxy, no version; never with its value, which may be a
// secret.
base::Status ApplyAsking(const base::Json& changes, model::Asking& asking);

// How a source is asked, as JSON for the store's owner and nobody else (it holds secrets), and
// back.
base::Json AskingJson(const model::Asking& asking);
model::Asking AskingFrom(const base::Json& json);
// For people: "user agent X, header Authorization (set), cookies (set), proxy (set)". Empty: as
// all.
std::string AskingInWords(const model::Asking& asking);

// A title or a section's name as it is kept: one line, without what steers a terminal.
std::string OneLine(std::string_view name);

// The source with that id or URL. kNotFound.
base::Result<model::Source> SourceNamed(store::Store& store, std::string_view name);

base::Result<base::Json> CarryOutSet(store::Store& store, const base::Json& order);
base::Result<base::Json> CarryOutMerge(store::Store& store, const base::Json& order);

}  // namespace pipeline
