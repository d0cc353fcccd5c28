#pragma once
// The last steps of a restore: what is in the folder of an instance goes aside, and the copy of the
// backup takes its place. Several files cannot be given their names at once, so that it may be
// ended between any two. All of it is in one folder then, restore.ready, and what is there says how
// far it is:
//
//   before          what was in the folder goes into it. Once all of it has, it is named
//   before-restore  and it lies there until the end, when it goes into the folder itself.
//   pages.db, octavo.db   the copy; each leaves when it takes its place, octavo.db last.

#include <filesystem>
#include <system_error>

#include "base/result.h"

namespace store {

// The files of the copy, made and read back, are in `made`, a folder within `folder`; they take
// their places when FinishRestore is called. What is in `folder` is not touched before all of that
// is on the disk. They belong to the one to whom the folder belongs, also where root restores.
base::Status BeginRestore(const std::filesystem::path& made, const std::filesystem::path& folder);

// Goes on with a restore that was ended in its middle; without one it does nothing. Where that
// which was there before is now: "before-restore", "before-restore-2" and so on, a new name each
// time; empty: nothing was. For the one who may write (WriteLock). Whatever fails, nothing is lost
// and it can be called again: the error says where everything is.
base::Result<std::filesystem::path> FinishRestore(const std::filesystem::path& folder);

bool IsHalfRestored(const std::filesystem::path& folder);
// For readers: kUnavailable, with what to do, where IsHalfRestored.
base::Status RefuseHalfRestored(const std::filesystem::path& folder);

// Whether a file or folder is there; what cannot be looked at is not.
bool IsThere(const std::filesystem::path& path);
// What the system said of a path: kUnavailable, with its name.
base::Status AsStatus(const std::error_code& error, const std::filesystem::path& path);
// Names are on the disk when the folder is.
base::Status SyncFolder(const std::filesystem::path& path);

}  // namespace store
