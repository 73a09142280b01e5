import type { PermitPdfInput } from './permit-pdf.ts'
import type { ReceiptPdfInput } from './receipt-pdf.ts'

/** As long as a real seal: a short address and a compact JWS of some 700 characters. */
export const sampleQr = `https://izin.example.go.id/v/7Q2K-M9XD#${Array.from({ length: 720 }, (_, i) => 'abcXYZ019-_'[(i * 7 + (i >> 3)) % 11]).join('')}`

/** A usual permit, for tests and for looking at. */
export const samplePermit: PermitPdfInput = {
  locale: 'id',
  office: {
    name: 'Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu',
    unit: 'Unit Pelayanan Kota Administrasi Jakarta Selatan',
    address: 'Jalan Prapanca Raya No. 9, Jakarta 12160 · Telepon (021) 555 0123 · layanan@pintu.example.go.id',
  },
  title: 'Rekomendasi Penelitian',
  number: '503/0001/IP/JS/2026',
  intro:
    'Berdasarkan permohonan nomor IP-2026-000123 yang diterima lengkap pada 23 November 2026, diberikan rekomendasi untuk melakukan penelitian kepada:',
  facts: [
    { label: 'Nama', value: 'Siti Rahmawati Kusumaningrum' },
    { label: 'Lembaga', value: 'Universitas Contoh Nusantara, Fakultas Ilmu Sosial dan Ilmu Politik' },
    { label: 'Judul penelitian', value: 'Pengaruh pelayanan satu pintu terhadap kepercayaan warga: studi di lima kecamatan' },
    { label: 'Bidang', value: 'Administrasi publik' },
    { label: 'Lokasi', value: 'Kecamatan Kebayoran Baru dan Kecamatan Tebet, Kota Administrasi Jakarta Selatan' },
  ],
  terms: [
    'Penelitian dilakukan sesuai dengan proposal yang telah disetujui.',
    'Peneliti melapor kepada lurah setempat sebelum memulai kegiatan, dan menaati adat serta ketentuan yang berlaku.',
    'Data pribadi responden dilindungi menurut Undang-Undang Nomor 27 Tahun 2022.',
    'Hasil penelitian diserahkan kepada kantor ini selambat-lambatnya tiga puluh hari setelah penelitian selesai.',
    'Rekomendasi ini dicabut apabila pemegangnya tidak menaati ketentuan di atas.',
  ],
  legalBasis: ['Peraturan Menteri Dalam Negeri Nomor 3 Tahun 2018', 'Peraturan Gubernur DKI Jakarta Nomor 47 Tahun 2011'],
  validity: '1 Desember 2026 sampai dengan 31 Mei 2027',
  signer: { role: 'Kepala Unit Pelayanan', unit: 'Kota Administrasi Jakarta Selatan' },
  place: 'Jakarta',
  signedOn: '24 November 2026',
  verify: {
    address: 'izin.example.go.id/verify/503/0001/IP/JS/2026',
    qr: sampleQr,
    words: 'Pindai kode ini, atau buka alamat di bawah, untuk memeriksa keaslian dokumen.',
  },
  createdAt: new Date('2026-11-24T03:00:00Z'),
}

/** A permit with everything that can go too far. */
export const hardPermit: PermitPdfInput = {
  ...samplePermit,
  title: `Rekomendasi Penelitian Ωμέγα Кириллица العربية ${'tentang pelayanan publik yang panjang sekali namanya '.repeat(9)}`.slice(0, 500),
  facts: [
    ...samplePermit.facts,
    { label: 'Judul dalam bahasa lain', value: 'دراسة (ثقة المواطنين) في 5 مناطق: نموذج 12/2026, a study of Ελληνικά, Русский, עברית שלום, Đặng Thị Ý, ḥadīṯ, Łódź' },
    { label: 'Kata sangat panjang', value: `https://contoh.example/${'sangatpanjang'.repeat(14)}` },
    { label: 'Di luar huruf', value: '研究 \u202eexe.fdp\u202c a\u0000b \u{1F9EC} ok' },
  ],
  members: Array.from({ length: 20 }, (_, i) => ['Ñoño Müller-Łukasiewicz', 'Đặng Thị Ý Nhi', 'Sørén Ångström', 'R. Ay. Kartini Sastrodiningrat Wiryokusumo Hadi'][i % 4] ?? ''),
  signer: { ...samplePermit.signer, acting: 'Pelaksana Harian (Plh.)' },
}

export const sampleReceipt: ReceiptPdfInput = {
  locale: 'id',
  office: samplePermit.office,
  service: 'Izin/Rekomendasi Penelitian',
  number: 'IP-2026-000123',
  code: '7Q2K-M9XD-4TRP',
  submittedAt: '23 November 2026, 09.14 WIB',
  madeAt: null,
  deadline: '24 November 2026, 16.00 WIB',
  applicant: 'Siti Rahmawati Kusumaningrum',
  documents: [
    { label: 'KTP pemohon', detail: 'PDF, 0,4 MB' },
    { label: 'Surat pengantar dari lembaga', detail: 'PDF, 1,2 MB' },
    { label: 'Proposal penelitian', detail: 'PDF, 3,8 MB' },
    { label: 'Surat pernyataan mematuhi ketentuan', detail: 'dibuat oleh sistem' },
  ],
  fee: 'Rp 0',
  track: { address: 'izin.example.go.id/track', qr: 'https://izin.example.go.id/track?number=IP-2026-000123' },
  words: {
    title: 'Tanda terima permohonan',
    lead: 'Permohonan Anda sudah kami terima. Simpan lembar ini: nomor dan kode di bawah cukup untuk melihat perkembangannya.',
    number: 'Nomor permohonan',
    code: 'Kode pelacakan',
    deadline: 'Diputuskan paling lambat',
    service: 'Layanan',
    applicant: 'Pemohon',
    submittedAt: 'Diterima',
    madeAt: 'Dikirim saat sambungan terputus',
    fee: 'Retribusi',
    documents: 'Berkas yang diterima',
    track: 'Lacak permohonan',
    trackHint: 'Pindai kode ini, atau buka alamat ini lalu isi nomor dan kode Anda.',
    keep: 'Jangan berikan kode pelacakan kepada orang yang tidak Anda percaya.',
  },
  createdAt: new Date('2026-11-23T02:14:00Z'),
}
