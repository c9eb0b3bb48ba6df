//! A bucket of an S3-compatible store: real HTTP on 127.0.0.1, which checks signatures and can fail.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, LazyLock, Mutex};

use aws_lc_rs::{digest, hmac};
use bilancio::evidence_files::objects::settings::SecretKey;
use bilancio::evidence_files::objects::{FileStoreSettings, Keeping};

const KEY_ID: &str = "the-service";
const SECRET: &str = "the service's secret at the store";
const REGION: &str = "eu-south-1";

/// What the store makes of a request whose signature is right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mood {
    Works,
    Fails,
    Refuses,
    /// There is no such bucket.
    Lost,
    /// Does what it is asked, and hangs up without an answer.
    HangsUp,
    /// Takes the request and does not answer.
    Mute,
}

struct State {
    objects: BTreeMap<String, Vec<u8>>,
    mood: Mood,
    /// The path of an object that it lets nobody touch.
    locked: Option<String>,
    asked: usize,
    held: Vec<TcpStream>,
}

#[derive(Clone)]
pub struct FakeBucket {
    endpoint: String,
    state: Arc<Mutex<State>>,
}

struct Asked {
    method: String,
    path: String,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl FakeBucket {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let state = State {
            objects: BTreeMap::new(),
            mood: Mood::Works,
            locked: None,
            asked: 0,
            held: Vec::new(),
        };
        let bucket = Self {
            endpoint: format!("http://{}", listener.local_addr().unwrap()),
            state: Arc::new(Mutex::new(state)),
        };
        let serving = bucket.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A client that goes away early is none of the store's business.
                let _gone = serving.serve(stream);
            }
        });
        bucket
    }

    /// One that always works.
    pub fn shared() -> &'static Self {
        static SHARED: LazyLock<FakeBucket> = LazyLock::new(FakeBucket::start);
        &SHARED
    }

    pub fn settings(&self) -> FileStoreSettings {
        FileStoreSettings {
            store: Keeping::S3,
            endpoint: self.endpoint.clone(),
            allow_http: false,
            region: REGION.to_owned(),
            bucket: "evidence".to_owned(),
            path_style: true,
            prefix: "files".to_owned(),
            key_id: KEY_ID.to_owned(),
            secret_key_file: PathBuf::new(),
            secret_key: SecretKey::new(SECRET),
            patience_milliseconds: 3000,
        }
    }

    pub fn is(&self, mood: Mood) {
        let mut state = self.state.lock().unwrap();
        state.mood = mood;
        state.held.clear();
    }

    /// Refuses whatever is asked of one object.
    pub fn lock(&self, path: &str) {
        self.state.lock().unwrap().locked = Some(path.to_owned());
    }

    /// Has no such object any more, whoever removed it.
    pub fn lose(&self, path: &str) {
        self.state.lock().unwrap().objects.remove(path);
    }

    /// How often it was asked for something.
    pub fn asked(&self) -> usize {
        self.state.lock().unwrap().asked
    }

    /// The objects by their paths.
    pub fn objects(&self) -> BTreeMap<String, Vec<u8>> {
        self.state.lock().unwrap().objects.clone()
    }

    fn serve(&self, stream: TcpStream) -> std::io::Result<()> {
        let mut stream = BufReader::new(stream);
        let asked = read(&mut stream)?;
        let mut state = self.state.lock().unwrap();
        state.asked += 1;
        let (status, body) = match state.mood {
            _ if !is_signed(&asked) => (403, Vec::new()),
            _ if state.locked.as_ref() == Some(&asked.path) => (403, Vec::new()),
            Mood::Works | Mood::HangsUp => done(&mut state.objects, asked),
            Mood::Fails => (500, b"<Error><Code>InternalError</Code></Error>".to_vec()),
            Mood::Refuses => (403, b"<Error><Code>AccessDenied</Code></Error>".to_vec()),
            Mood::Lost => (404, b"<Error><Code>NoSuchBucket</Code></Error>".to_vec()),
            Mood::Mute => {
                state.held.push(stream.into_inner());
                return Ok(());
            }
        };
        if state.mood == Mood::HangsUp {
            return Ok(());
        }
        let head = format!(
            "HTTP/1.1 {status} Said\r\ncontent-length: {}\r\netag: \"one\"\r\n\
             last-modified: Mon, 02 Mar 2026 09:00:00 GMT\r\nconnection: close\r\n\r\n",
            body.len()
        );
        stream
            .get_mut()
            .write_all(&[head.as_bytes(), &body].concat())
    }
}

fn done(objects: &mut BTreeMap<String, Vec<u8>>, asked: Asked) -> (u16, Vec<u8>) {
    match asked.method.as_str() {
        "PUT" => {
            objects.insert(asked.path, asked.body);
            (200, Vec::new())
        }
        "GET" => match objects.get(&asked.path) {
            Some(found) => (200, found.clone()),
            None => (404, b"<Error><Code>NoSuchKey</Code></Error>".to_vec()),
        },
        "DELETE" => {
            objects.remove(&asked.path);
            (204, Vec::new())
        }
        _ => (405, Vec::new()),
    }
}

fn read(stream: &mut BufReader<TcpStream>) -> std::io::Result<Asked> {
    let mut first = String::new();
    stream.read_line(&mut first)?;
    let mut words = first.split_whitespace().map(str::to_owned);
    let (method, path) = (words.next(), words.next());
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length");
    let length = length.map_or(0, |told| told.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    Ok(Asked {
        method: method.unwrap_or_default(),
        path: path.unwrap_or_default(),
        headers,
        body,
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn sha256(bytes: &[u8]) -> String {
    hex(digest::digest(&digest::SHA256, bytes).as_ref())
}

fn sign(key: &[u8], text: &str) -> Vec<u8> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, key);
    hmac::sign(&key, text.as_bytes()).as_ref().to_vec()
}

/// Whether a request is signed by the service's key (AWS Signature Version 4), its body too.
fn is_signed(asked: &Asked) -> bool {
    let header = |name: &str| asked.headers.get(name).map_or("", String::as_str);
    let part = |name: &str| {
        let told = header("authorization").split_once(&format!("{name}="));
        told.map_or("", |(_, rest)| rest.split(',').next().unwrap_or(rest))
            .trim()
    };
    let at = header("x-amz-date");
    let scope = format!("{}/{REGION}/s3/aws4_request", at.get(..8).unwrap_or(""));
    let signed = part("SignedHeaders");
    let headers: String = signed
        .split(';')
        .map(|name| format!("{name}:{}\n", header(name)))
        .collect();
    let hash = sha256(&asked.body);
    let canonical = format!(
        "{}\n{}\n\n{headers}\n{signed}\n{hash}",
        asked.method, asked.path
    );
    let text = format!(
        "AWS4-HMAC-SHA256\n{at}\n{scope}\n{}",
        sha256(canonical.as_bytes())
    );
    let mut key = format!("AWS4{SECRET}").into_bytes();
    for word in scope.split('/') {
        key = sign(&key, word);
    }
    header("authorization").starts_with("AWS4-HMAC-SHA256 ")
        && part("Credential") == format!("{KEY_ID}/{scope}")
        && ["host", "x-amz-content-sha256", "x-amz-date"]
            .iter()
            .all(|it| signed.contains(it))
        && header("x-amz-content-sha256") == hash
        && part("Signature") == hex(&sign(&key, &text))
}
