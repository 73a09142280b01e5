/** What whoever finds the folder of backups reads first. */
export function readmeOfBackups(keyFile: string): string {
  return `CADANGAN KANTOR SATU PINTU / BACKUPS OF A SATU PINTU OFFICE

Folder ini berisi cadangan terenkripsi. Tanpa berkas kunci, isinya tidak dapat dibuka oleh siapa pun.
Kunci ada di: ${keyFile}
Simpan salinan kunci itu di tempat lain (misalnya dicetak, dalam brankas), JANGAN di folder ini.
Memulihkan:   npm run satu-pintu -- restore --from FOLDER_INI --key BERKAS_KUNCI --into FOLDER_BARU

This folder holds encrypted backups. Without the key's file nobody can open them.
The key is in: ${keyFile}
Keep a copy of that key elsewhere (printed, in a safe), NOT in this folder.
To restore:   npm run satu-pintu -- restore --from THIS_FOLDER --key KEY_FILE --into NEW_FOLDER
To an instant: add  --to 2026-11-25T14:03:00+07:00

backups/        whole backups, one folder each; manifest.json says what belongs to it
journal/        everything that the database wrote since, in pieces of a minute
files/          documents of applicants; former-files/ those that the office has no more
state/          when the last backup was made and checked
`
}
