#pragma once
// What commands have in common: complaints, the settings, the data folder, orders.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "command.h"
#include "model/source.h"
#include "settings.h"
#include "store/store.h"

namespace octavo {

// Prints "octavo NAME: message" to standard error, as a line of the log where that is JSON, and
// gives the status back. Every complaint of a command leaves by here: secrets in it are masked.
int Complain(std::string_view command, ExitStatus status, std::string_view message);

// "1 article", "3 articles".
std::string CountOf(int64_t number, std::string_view noun);

// The settings, with the log set up by them; absent: they are wrong, and the user was told (exit
// with kUsage).
std::optional<Settings> SettingsOf(std::string_view command, const Arguments& arguments);

// "PostgreSQL host=… dbname=…", without a password; empty: the store is in files.
std::string DatabaseName(const Settings& settings);

// What the settings say of the store.
store::Options StoreOptions(const Settings& settings);

// The user's name; a number where the system knows none.
std::string UserName(unsigned user);

// That there is a database in the folder which this user may read: kNotFound with what to do when
// there is none, kRefused when this user may not look; then it says who may.
base::Status LookInto(const std::filesystem::path& folder);

// kRefused, with who may, where this user may not read the file, or the instance in the folder.
// What is not there is no matter of rights.
base::Status MayRead(const std::filesystem::path& path);
// The same of writing to a data folder and to what is in it.
base::Status MayWrite(const std::filesystem::path& folder);

// Whether it is a PostgreSQL that is named (a URL, or libpq's name=value), and no folder.
bool NamesDatabase(std::string_view place);

// The store of an existing data folder, for reading. kNotFound with what to do when there is none,
// kRefused when this user may not look: then it says who may.
base::Result<std::unique_ptr<store::Store>> OpenForReading(const Settings& settings);

// Opens the data folder for writing, making it when it is missing. kConflict: another process
// writes to it.
base::Result<std::unique_ptr<store::Store>> OpenForWriting(const Settings& settings);

// Carries an order (pipeline/orders.h) out: by the process that runs on the data folder, or, when
// none does, here. On a PostgreSQL always here: those who work on it hear of it.
base::Result<base::Json> Order(const Settings& settings, const base::Json& order);

// Adds sources and prints a line for each; what cannot be added is told on standard error and makes
// the status kFailed.
int AddAndTell(std::string_view command, const Settings& settings,
               const std::vector<model::Source>& sources);

}  // namespace octavo
